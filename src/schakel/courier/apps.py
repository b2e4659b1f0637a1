"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourierConfig(AppConfig):
    """Names the room and its page."""

    name = "schakel.courier"
    label = "courier"

    def ready(self) -> None:
        """Register the page of the desk."""
        from schakel.accounts.queries import Capability, may
        from schakel.shell.navigation import NavItem, navigation

        navigation.register(
            "courier",
            NavItem(
                label=_("Courier"),
                url_name="courier:desk",
                shown_to=lambda user: may(user, Capability.CARRY),
                order=85,
            ),
        )
