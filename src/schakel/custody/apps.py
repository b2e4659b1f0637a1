"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustodyConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.custody"
    label = "custody"

    def ready(self) -> None:
        """Register messages, chores, its own items, work and search."""
        from schakel.custody import desk, queries
        from schakel.custody.actions import (
            apply_tombstones,
            regain_copies,
            relay_consents,
            watch_consents,
        )
        from schakel.custody.actions.arriving import HANDLERS
        from schakel.custody.actions.passed import PASSED_ITEMS
        from schakel.custody.core.holders import holders
        from schakel.intake.queries import Bond, bonds, viewers
        from schakel.shell.capabilities import capabilities
        from schakel.shell.chores import Chore, chores
        from schakel.shell.restored import restored
        from schakel.shell.search import SearchSource, search_sources
        from schakel.shell.work import object_sources, work_sources
        from schakel.wire.core.kinds import Kind, kinds

        capabilities.register("custody", "1")
        for name, handle in HANDLERS.items():
            kinds.register(name, Kind(name=name, handle=handle))
        chores.register("consents", Chore(seconds=1, run=relay_consents))
        chores.register("consent-clocks", Chore(seconds=60, run=watch_consents))
        chores.register("tombstones", Chore(seconds=60, run=apply_tombstones))
        holders.register(queries.PASSED, PASSED_ITEMS)
        viewers.register("custody", queries.shared_originals)
        bonds.register("custody", Bond(rows=queries.all_originals, seen=queries.seen_originals))
        search_sources.register(
            "item", SearchSource(visible=queries.search_addresses, label=_("Passed on"))
        )
        restored.register("custody", lambda taken_at, now: apply_tombstones(now))
        restored.register("copies", lambda taken_at, now: regain_copies(now))
        work_sources.register("custody", desk.work_of)
        object_sources.register("custody", queries.list_states)
