"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Names the room."""

    name = "schakel.network"
    label = "network"

    def ready(self) -> None:
        """Add the line of the main navigation."""
        from schakel.accounts.queries import Capability, may
        from schakel.network.queries import name_authorities, name_party
        from schakel.safeguards.core.authorities import authority_sources
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.parties import namers

        namers.register("network", name_party)
        authority_sources.register("network", name_authorities)
        navigation.register(
            "directory",
            NavItem(
                label=_("Directory"),
                url_name="network:directory",
                shown_to=lambda user: may(user, Capability.READ_DIRECTORY),
                order=60,
            ),
        )
