"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmergencyConfig(AppConfig):
    """Names the room, ends what expired, and fills navigation and work queue."""

    name = "schakel.emergency"
    label = "emergency"

    def ready(self) -> None:
        """Register the chore, the line of the navigation, and the work."""
        from schakel.accounts.queries import Capability, may
        from schakel.emergency import actions, desk
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import work_sources

        chores.register("emergency", Chore(seconds=20, run=actions.end_expired))
        work_sources.register("emergency", desk.work_of)
        navigation.register(
            "emergency",
            NavItem(
                label=_("Emergency access"),
                url_name="emergency:accesses",
                shown_to=lambda user: (
                    may(user, Capability.ASK_EMERGENCY) or may(user, Capability.OVERSEE)
                ),
                order=69,
            ),
        )
