"""Django's card for the room."""

from django.apps import AppConfig


class AsylumConfig(AppConfig):
    """Names the room, and fills the work queue."""

    name = "schakel.asylum"
    label = "asylum"

    def ready(self) -> None:
        """Register the questions that wait."""
        from schakel.asylum import desk
        from schakel.shell.work import work_sources

        work_sources.register("asylum", desk.work_of)
