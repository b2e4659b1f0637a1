"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RescueConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.rescue"
    label = "rescue"

    def ready(self) -> None:
        """Add the line of the main navigation, and the alerts to review to the work queue."""
        from schakel.accounts.queries import Capability, may
        from schakel.rescue import desk
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import work_sources

        work_sources.register("rescue", desk.work_of)
        navigation.register(
            "rescue",
            NavItem(
                label=_("Danger to life"),
                url_name="rescue:new",
                shown_to=lambda user: may(user, Capability.RAISE_ALERT),
                order=5,
                keys="g d",
            ),
        )
