"""Who may lift which hold, and for how long. A refusal is never lifted."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from schakel.accounts.core.roles import Role
from schakel.handling.core.audience import PROTECTED
from schakel.handling.core.decision import Outcome, Reason, Whom
from schakel.kernel.errors import UnusableInputError

LONGEST = timedelta(days=30)
# What only the author can add is judged by somebody else; consent of an originator cannot be given
# for him, but a prosecutor answers for going on without it.
_ROLES: dict[str, frozenset[Role]] = {
    Whom.AUTHOR: frozenset({Role.SPOC_DESK, Role.PROSECUTOR}),
    Whom.ORIGINATOR: frozenset({Role.PROSECUTOR}),
    Whom.PROSECUTOR: frozenset({Role.PROSECUTOR}),
    Whom.IMMIGRATION_SERVICE: frozenset({Role.IND_LIAISON}),
    Whom.RETURN_SERVICE: frozenset({Role.IND_LIAISON}),
    Whom.HUMAN_RIGHTS_DESK: frozenset({Role.HUMAN_RIGHTS_DESK}),
    Whom.PRIVACY_OFFICER: frozenset({Role.PRIVACY_OFFICER}),
    Whom.GUARDIAN: frozenset(),  # it has no desk on a node: what it needs is settled outside
}
# A stop is lifted where it was made, by another; an assurance is closed where it is kept; a check
# is made.
_SETTLED_ELSEWHERE = frozenset({PROTECTED, "34", "35", "36"})
# Whether somebody's origin is established is for the immigration service, whoever asked.
_ASYLUM_ROWS = frozenset({"4", "5", "6"})


def who_may_lift(reason: Reason) -> frozenset[Role]:
    """Return the roles that may lift the hold of one row; empty when it is no hold."""
    if reason.outcome is not Outcome.HOLD or reason.rule in _SETTLED_ELSEWHERE:
        return frozenset()
    if reason.rule in _ASYLUM_ROWS:
        return frozenset({Role.IND_LIAISON})
    return _ROLES[reason.whom]


def list_liftable(reasons: Iterable[Reason], *, role: Role) -> tuple[str, ...]:
    """Return the rows whose hold this role may lift; none when something refuses."""
    given = tuple(reasons)
    if any(reason.outcome is Outcome.REFUSE for reason in given):
        return ()
    return tuple(reason.rule for reason in given if role in who_may_lift(reason))


def require_lift(*, reason: str, expires_at: datetime, now: datetime) -> None:
    """Return when a lift says why and how long.

    Raises:
        UnusableInputError: No reason, over already, or longer than 30 days.
    """
    if not reason.strip():
        raise UnusableInputError("say why the hold is lifted")
    if not now < expires_at <= now + LONGEST:
        raise UnusableInputError("a hold is lifted for 30 days at most")
