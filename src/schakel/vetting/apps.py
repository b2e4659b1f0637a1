"""Django's card for the room."""

from django.apps import AppConfig


class VettingConfig(AppConfig):
    """Names the room, and tells the gate what was not checked."""

    name = "schakel.vetting"
    label = "vetting"

    def ready(self) -> None:
        """Register the source of circumstances, and what is forgotten with an item."""
        from schakel.handling.core.circumstances import circumstances
        from schakel.retention.core.keepers import followers
        from schakel.vetting import actions, queries

        circumstances.register("vetting", queries.unchecked)
        followers.register("vetting", actions.forget_notes)
