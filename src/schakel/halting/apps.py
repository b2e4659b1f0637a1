"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HaltingConfig(AppConfig):
    """Names the room, and tells lower rooms where things go."""

    name = "schakel.halting"
    label = "halting"

    def ready(self) -> None:
        """Register the message, the finder of places and the line of the navigation."""
        from schakel.accounts.queries import Capability, may
        from schakel.halting import actions, queries
        from schakel.shell.navigation import NavItem, navigation
        from schakel.stopping.core.scopes import place_finders
        from schakel.wire.core.kinds import Kind, kinds

        kinds.register(actions.KIND, Kind(name=actions.KIND, handle=actions.hear_stop))
        place_finders.register("halting", queries.find_place)
        navigation.register(
            "stops",
            NavItem(
                label=_("Stops"),
                url_name="halting:stops",
                shown_to=lambda user: may(user, Capability.STOP_EXCHANGE),
                order=8,
                keys="g s",
            ),
        )
