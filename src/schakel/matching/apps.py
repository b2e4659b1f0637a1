"""Django's card for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Names the room, and tells lower rooms what it does."""

    name = "schakel.matching"
    label = "matching"

    def ready(self) -> None:
        """Register the call it answers, the chore it does and what it can."""
        from schakel.accounts.queries import Capability, may
        from schakel.intake.actions import endings
        from schakel.intake.queries import companions
        from schakel.matching import actions, queries
        from schakel.matching.actions.ending import forget_original, forget_report
        from schakel.retention.core.keepers import followers
        from schakel.shell.capabilities import capabilities
        from schakel.shell.chores import Chore, chores
        from schakel.shell.navigation import NavItem, navigation
        from schakel.wire.core.kinds import CallKind, call_kinds

        question = "match.question"
        answer = actions.answer_question
        call_kinds.register(question, CallKind(name=question, answer=answer, needs="hit-no-hit"))
        chores.register("questions", Chore(seconds=1, run=actions.run_questions))
        companions.register("report", queries.list_beside)
        endings.register("hits", forget_original)
        followers.register("hits", forget_report)
        navigation.register(
            "questions",
            NavItem(
                label=_("Blind questions"),
                url_name="matching:counts",
                shown_to=lambda user: may(user, Capability.OVERSEE),
                order=75,
            ),
        )
        capabilities.register("hit-no-hit", "1")
