"""Django's card for the room."""

from django.apps import AppConfig


class TearlineConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.tearline"
    label = "tearline"

    def ready(self) -> None:
        """Put the versions that wait into the work queue, and let their readers see the files."""
        from schakel.intake.queries import viewers
        from schakel.shell.work import work_sources
        from schakel.tearline import desk, queries

        work_sources.register("tearline", desk.work_of)
        viewers.register("tearline", queries.view_files)
