"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardsConfig(AppConfig):
    """Names the room, and offers the question to the gate."""

    name = "schakel.safeguards"
    label = "safeguards"

    def ready(self) -> None:
        """Add the lines of the main navigation, and fill the work queue."""
        from schakel.accounts.queries import Capability, may
        from schakel.safeguards import desk
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import work_sources

        work_sources.register("safeguards", desk.work_of)
        navigation.register(
            "judgements",
            NavItem(
                label=_("Human-rights judgements"),
                url_name="safeguards:judgements",
                shown_to=lambda user: may(user, Capability.SIGN_JUDGEMENT),
                order=20,
            ),
        )
        navigation.register(
            "gate",
            NavItem(
                label=_("Ask the gate"),
                url_name="safeguards:ask",
                shown_to=lambda user: may(user, Capability.ASK_GATE),
                order=50,
            ),
        )
