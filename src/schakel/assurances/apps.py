"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssurancesConfig(AppConfig):
    """Names the room, tells the gate what was not kept, and fills the work queue."""

    name = "schakel.assurances"
    label = "assurances"

    def ready(self) -> None:
        """Register the source of circumstances, the work and the line of the navigation."""
        from schakel.accounts.queries import Capability, may
        from schakel.assurances import desk, queries
        from schakel.handling.core.circumstances import circumstances
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.work import work_sources

        circumstances.register("assurances", queries.not_kept)
        work_sources.register("assurances", desk.work_of)
        navigation.register(
            "assurances",
            NavItem(
                label=_("Assurances"),
                url_name="assurances:list",
                shown_to=lambda user: may(user, Capability.SIGN_JUDGEMENT),
                order=22,
            ),
        )
