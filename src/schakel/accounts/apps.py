"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the room, and tells people what waits."""

    name = "schakel.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register what stands around every page, and the chore that sends notices."""
        from schakel.accounts import about
        from schakel.accounts.actions import end_entries, send_notices
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, person_lines, person_links
        from schakel.shell.restored import restored
        from schakel.shell.search import search_watchers
        from schakel.shell.work import work_sources

        _register_navigation()
        for order, (label, url_name, shown_to) in enumerate(about.PAGES):
            person_links.register(
                url_name,
                NavItem(label=label, url_name=url_name, shown_to=shown_to, order=order),
            )
        person_lines.register("role", about.role_of)
        person_lines.register("unit", about.unit_of)
        work_sources.register("accounts", about.work_of)
        search_watchers.register("log", about.record_search)
        restored.register("entries", end_entries)
        chores.register("notices", Chore(seconds=2, run=send_notices))


def _register_navigation() -> None:
    from schakel.accounts.queries import Capability, may
    from schakel.shell.navigation import NavItem, navigation

    navigation.register(
        "people",
        NavItem(
            label=_("People"),
            url_name="accounts:people",
            shown_to=lambda user: may(user, Capability.ADMINISTER),
            order=80,
        ),
    )
    navigation.register(
        "log",
        NavItem(
            label=_("Log"),
            url_name="accounts:log",
            shown_to=lambda user: may(user, Capability.READ_LOG),
            order=85,
        ),
    )
    navigation.register(
        "notices",
        NavItem(
            label=_("Notices"),
            url_name="accounts:notices",
            shown_to=lambda user: True,
            order=70,
        ),
    )
