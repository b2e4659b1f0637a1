"""Django's card for the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the room, and seals the log."""

    name = "schakel.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the chores that seal the log and have it witnessed."""
        from schakel.audit.actions import ask_witnesses, finish_sealing, seal
        from schakel.shell.chores import Chore, chores

        chores.register("seal-log", Chore(seconds=1, run=seal, finish=finish_sealing))
        chores.register("witness-log", Chore(seconds=10, run=ask_witnesses))
