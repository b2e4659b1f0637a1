"""Django's card for the room."""

from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    """Names the room, and sends parts."""

    name = "schakel.parcels"
    label = "parcels"

    def ready(self) -> None:
        """Register the chore."""
        from schakel.parcels.actions import send_parcels
        from schakel.shell.chores import Chore, chores

        chores.register("parcels", Chore(seconds=0.5, run=send_parcels))
