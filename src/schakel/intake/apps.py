"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Names the room and tells the shell what it offers."""

    name = "schakel.intake"
    label = "intake"

    def ready(self) -> None:
        """Register the chore, what can be searched, and the state of what came in."""
        from schakel.intake.actions import read_waiting
        from schakel.intake.queries import count_unreadable, list_addresses, list_states
        from schakel.shell import vault
        from schakel.shell.chores import Chore, chores
        from schakel.shell.restored import restored
        from schakel.shell.search import SearchSource, search_sources
        from schakel.shell.work import object_sources

        chores.register("seal-vault", Chore(seconds=3600, run=lambda now: vault.seal_plain()))
        chores.register("intake-waiting", Chore(seconds=2, run=read_waiting))
        search_sources.register(
            "original", SearchSource(visible=list_addresses, label=_("Original"))
        )
        object_sources.register("original", list_states)
        restored.register("originals-without-key", lambda taken_at, now: count_unreadable())
