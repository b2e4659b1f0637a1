"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuestsConfig(AppConfig):
    """Names the room, ends what is over, and fills the navigation."""

    name = "schakel.guests"
    label = "guests"

    def ready(self) -> None:
        """Register the chore and the line of the navigation."""
        from schakel.accounts.queries import may
        from schakel.guests.actions import end_expired
        from schakel.guests.views import KEEPERS
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation

        chores.register("guests", Chore(seconds=20, run=end_expired))
        navigation.register(
            "guests",
            NavItem(
                label=_("Guests"),
                url_name="guests:mandates",
                shown_to=lambda user: any(may(user, one) for one in KEEPERS),
                order=68,
            ),
        )
