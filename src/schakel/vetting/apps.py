"""Django's card for the room."""

from django.apps import AppConfig


class VettingConfig(AppConfig):
    """Names the room, and tells the gate what was not checked."""

    name = "schakel.vetting"
    label = "vetting"

    def ready(self) -> None:
        """Register the source of circumstances."""
        from schakel.handling.core.circumstances import circumstances
        from schakel.vetting import queries

        circumstances.register("vetting", queries.unchecked)
