"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardsConfig(AppConfig):
    """Names the room, and offers the question to the gate."""

    name = "schakel.safeguards"
    label = "safeguards"

    def ready(self) -> None:
        """Add the line of the main navigation."""
        from schakel.accounts.queries import Capability, may
        from schakel.shell.navigation import NavItem, navigation

        navigation.register(
            "gate",
            NavItem(
                label=_("Ask the gate"),
                url_name="safeguards:ask",
                shown_to=lambda user: may(user, Capability.ASK_GATE),
                order=50,
            ),
        )
