"""Django's card for the room."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Names the room, and lets the worker show that it is there."""

    name = "schakel.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """Register the chore."""
        from schakel.shell.chores import Chore, chores
        from schakel.upkeep.actions import beat

        chores.register("beat", Chore(seconds=10, run=beat))
