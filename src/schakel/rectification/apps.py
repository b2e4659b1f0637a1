"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RectificationConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.rectification"
    label = "rectification"

    def ready(self) -> None:
        """Register messages, who gives notice, and the page."""
        from schakel.accounts.queries import Capability, may
        from schakel.oversight.core.tellers import tellers
        from schakel.rectification import actions
        from schakel.shell.navigation import NavItem, navigation
        from schakel.wire.core.kinds import Kind, kinds

        for name, handle in (
            (actions.NOTICE, actions.hear_notice),
            (actions.RECEIPT, actions.hear_receipt),
        ):
            kinds.register(name, Kind(name=name, handle=handle))
        tellers.register("rectification", actions.give_notice)
        navigation.register(
            "rectification",
            NavItem(
                label=_("Notices of partners"),
                url_name="rectification:heard",
                shown_to=lambda user: may(user, Capability.OVERSEE),
                order=75,
            ),
        )
