"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Names the room, and tells people what waits."""

    name = "schakel.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the chore that sends notices."""
        from schakel.accounts.actions import send_notices
        from schakel.accounts.queries import Capability, may
        from schakel.shell.chores import Chore, chores
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
                shown_to=lambda user: may(user, Capability.READ_CONTENT),
                order=70,
            ),
        )
        chores.register("notices", Chore(seconds=2, run=send_notices))
