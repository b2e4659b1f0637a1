"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssistanceConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.assistance"
    label = "assistance"

    def ready(self) -> None:
        """Register messages, chores, navigation, work and search."""
        from schakel.accounts.queries import Capability, may
        from schakel.assistance import desk, queries
        from schakel.assistance.actions import watch_clocks
        from schakel.assistance.actions.arriving import HANDLERS
        from schakel.assistance.holding import ANSWERS
        from schakel.custody.core.holders import holders
        from schakel.intake.queries import Bond, bonds, homes, viewers
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import object_sources, work_sources
        from schakel.wire.core.kinds import Kind, kinds

        for name, handle in HANDLERS.items():
            kinds.register(name, Kind(name=name, handle=handle))
        chores.register("clocks", Chore(seconds=30, run=watch_clocks))
        viewers.register("answers", queries.shared_originals)
        bonds.register("answers", Bond(rows=queries.all_originals, seen=queries.seen_originals))
        homes.register("request", queries.home_of_original)
        _register_search()
        holders.register("answer", ANSWERS)
        work_sources.register("assistance", desk.work_of)
        object_sources.register("assistance", queries.list_states)
        navigation.register(
            "requests",
            NavItem(
                label=_("Requests"),
                url_name="assistance:list",
                shown_to=lambda user: may(user, Capability.READ_CONTENT),
                order=30,
                keys="g q",
            ),
        )


def _register_search() -> None:
    from schakel.assistance import queries
    from schakel.shell.search import SearchSource, search_sources

    search_sources.register(
        "request", SearchSource(visible=queries.visible_requests, label=_("Request"))
    )
    search_sources.register(
        "answer", SearchSource(visible=queries.visible_answers, label=_("Answer"))
    )
