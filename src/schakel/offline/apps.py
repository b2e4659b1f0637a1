"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    """Names the room and its page."""

    name = "schakel.offline"
    label = "offline"

    def ready(self) -> None:
        """Register the page."""
        from schakel.accounts.queries import Capability, may
        from schakel.shell.navigation import NavItem, navigation

        navigation.register(
            "offline",
            NavItem(
                label=_("Without a line"),
                url_name="offline:page",
                shown_to=lambda user: may(user, Capability.WRITE_REPORT),
                order=84,
            ),
        )
