"""Django's card for the room."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Names the room, and lets the worker show that it is there."""

    name = "schakel.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """Register the chores."""
        from schakel.shell.chores import Chore, chores
        from schakel.upkeep.actions import beat
        from schakel.upkeep.locks import destroy_old

        chores.register("beat", Chore(seconds=10, run=beat))
        chores.register("archive-keys", Chore(seconds=3600, run=destroy_old))
