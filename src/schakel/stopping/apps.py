"""Django's card for the room."""

from django.apps import AppConfig


class StoppingConfig(AppConfig):
    """Names the room, and tells the gate what was stopped."""

    name = "schakel.stopping"
    label = "stopping"

    def ready(self) -> None:
        """Register the source of circumstances."""
        from schakel.handling.core.circumstances import circumstances
        from schakel.stopping import queries

        circumstances.register("stopping", queries.stopped_by)
