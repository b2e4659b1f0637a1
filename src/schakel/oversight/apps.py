"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Register navigation and work."""
        from schakel.accounts.queries import Capability, may
        from schakel.oversight import desk
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import work_sources

        work_sources.register("oversight", desk.work_of)
        for place, (name, label) in enumerate(
            (
                ("persons", _("Disclosures")),
                ("requests", _("Requests of persons")),
                ("breaches", _("Breaches")),
                ("register", _("Register")),
                ("witnesses", _("Witnesses")),
            )
        ):
            navigation.register(
                f"oversight-{name}",
                NavItem(
                    label=label,
                    url_name=f"oversight:{name}",
                    shown_to=lambda user: may(user, Capability.OVERSEE),
                    order=70 + place,
                ),
            )
