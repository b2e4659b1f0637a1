"""Django's card for the room."""

from functools import partial

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.casework"
    label = "casework"

    def ready(self) -> None:
        """Register navigation, work, search and the sink of the intake command."""
        from schakel.access.queries import sights
        from schakel.casework import desk, queries
        from schakel.casework.actions.arriving import HANDLERS
        from schakel.casework.actions.ending import forget_original
        from schakel.casework.models import ReportOriginal
        from schakel.intake.actions import endings
        from schakel.intake.core.sinks import sinks
        from schakel.intake.queries import Bond, bonds, homes
        from schakel.shell.search import SearchSource, search_sources
        from schakel.shell.work import object_sources, work_sources
        from schakel.wire.core.kinds import Kind, kinds, places

        for kind, handle in HANDLERS.items():
            kinds.register(kind, Kind(name=kind, handle=handle))
        _register_navigation()
        search_sources.register(
            "report", SearchSource(visible=queries.visible_reports, label=_("Report"))
        )
        search_sources.register(
            "contact-leg",
            SearchSource(visible=queries.visible_contact_legs, label=_("Call or meeting")),
        )
        endings.register("reports", forget_original)
        places.register("thread", queries.path_of_thread)
        work_sources.register("casework", desk.work_of)
        object_sources.register("casework", queries.list_states)
        sinks.register("report", desk.take_files)
        homes.register("report", queries.home_of_original)
        bonds.register("report", Bond(rows=ReportOriginal.objects.all, seen=queries.seen_originals))
        sights.register("report", queries.SIGHT)


def _register_navigation() -> None:
    from schakel.accounts.queries import Capability, may
    from schakel.shell.navigation import NavItem, navigation

    reads, writes = Capability.READ_CONTENT, Capability.WRITE_REPORT
    for name, label, url_name, order, keys, needed in (
        ("reports", _("Reports"), "casework:reports", 10, "g r", reads),
        ("threads", _("Threads"), "casework:threads", 20, "g t", reads),
        ("new-report", _("New hint"), "casework:new", 9, "n", writes),
    ):
        navigation.register(
            name,
            NavItem(
                label=label,
                url_name=url_name,
                shown_to=partial(may, capability=needed),
                order=order,
                keys=keys,
                in_bar=needed is reads,
            ),
        )
