"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Names the room, and sends and retries."""

    name = "schakel.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Register the chores and the administrator's page."""
        from schakel.accounts.queries import Capability, may
        from schakel.exchange import actions
        from schakel.shell.capabilities import capabilities
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.restored import restored

        chores.register("outbox", Chore(seconds=0.5, run=actions.send_waiting))
        chores.register("inbox", Chore(seconds=2, run=actions.handle_waiting))
        chores.register("exchange-unpacking", Chore(seconds=2, run=actions.unpack))
        capabilities.register("files", "2")
        chores.register("exchange-evidences", Chore(seconds=30, run=actions.lapse))
        restored.register("links", lambda taken_at, now: actions.mark_restored(now))
        chores.register("exchange-files", Chore(seconds=3600, run=actions.sweep))
        navigation.register(
            "links",
            NavItem(
                label=_("Links"),
                url_name="exchange:links",
                shown_to=lambda user: may(user, Capability.ADMINISTER),
                order=90,
            ),
        )
