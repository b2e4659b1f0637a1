"""Django's card for the room."""

from django.apps import AppConfig


class TearlineConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.tearline"
    label = "tearline"

    def ready(self) -> None:
        """Fill the work queue, let who sends see the files, and forget what is destroyed."""
        from schakel.intake.queries import viewers
        from schakel.retention.core.keepers import followers
        from schakel.shell.work import work_sources
        from schakel.tearline import actions, desk, queries

        work_sources.register("tearline", desk.work_of)
        viewers.register("tearline", queries.view_files)
        followers.register("tearline", actions.forget_versions)
