"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.retention"
    label = "retention"

    def ready(self) -> None:
        """Register navigation, chores and what a restore does."""
        from schakel.accounts.queries import Capability, may
        from schakel.retention import actions
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation
        from schakel.shell.restored import restored

        chores.register("terms", Chore(seconds=600, run=actions.note_terms))
        chores.register("retention", Chore(seconds=300, run=actions.run_schedule))
        chores.register("remains", Chore(seconds=60, run=actions.wipe_erased))
        chores.register("graves", Chore(seconds=60, run=actions.bury_again))
        restored.register("retention", lambda taken_at, now: actions.bury_again(now))
        navigation.register(
            "retention",
            NavItem(
                label=_("Retention"),
                url_name="retention:overview",
                shown_to=lambda user: (
                    may(user, Capability.OVERSEE) or may(user, Capability.KEEP_FILE)
                ),
                order=72,
            ),
        )
