"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExculpationConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.exculpation"
    label = "exculpation"

    def ready(self) -> None:
        """Register what is kept, what is forgotten, and the page of who decides."""
        from schakel.accounts.queries import Capability, may
        from schakel.exculpation import actions, queries
        from schakel.retention.core.keepers import followers, holds
        from schakel.shell.navigation import NavItem, navigation

        holds.register("exculpation", queries.holds_of)
        followers.register("exculpation", actions.forget_reasons)
        navigation.register(
            "exculpation",
            NavItem(
                label=_("For an accused"),
                url_name="exculpation:overview",
                shown_to=lambda user: may(user, Capability.KEEP_FILE),
                order=73,
            ),
        )
