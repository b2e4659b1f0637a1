"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Names the room."""

    name = "schakel.site"
    label = "site"

    def ready(self) -> None:
        """Put the work queue first in the navigation."""
        from schakel.shell.navigation import NavItem, navigation

        navigation.register(
            "work-queue",
            NavItem(
                label=_("Work queue"),
                url_name="site:work-queue",
                shown_to=lambda user: True,
                order=1,
                keys="g w",
            ),
        )
