"""From facts and a judgement to what the gate asks of a receiver."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from schakel.handling.core.case import Basis, Judgement, Purpose, ReceiverFacts, Risk


class Indicator(StrEnum):
    """The facts that the node reads; values are `yes`, `no`, or a word of the gate.

    `NAME` with a language (`name-nl`) names a party that the world's list of countries lacks.
    """

    BASIS = "transfer-basis"
    BASIS_RETURN = "transfer-basis-return"
    DEATH_PENALTY = "death-penalty-risk"
    TORTURE = "torture-risk"
    COMPETENT = "competent-authority"
    NAME = "name"


def facts_from(
    values: Mapping[str, str], *, purpose: Purpose, judgement: Judgement
) -> ReceiverFacts:
    """Return what the gate may assume of a receiver; what is not known stays None.

    Args:
        values: Indicator to value.
        purpose: A basis may hold for crime and not for return (the adequacy decision on the United
            Kingdom under Directive (EU) 2016/680 does not cover immigration control).
        judgement: State of the human-rights judgement.
    """
    wanted = Indicator.BASIS_RETURN if purpose is Purpose.RETURN else Indicator.BASIS
    basis = values.get(wanted, values.get(Indicator.BASIS))
    return ReceiverFacts(
        competent_receiver=_yes(values.get(Indicator.COMPETENT)),
        basis=Basis(basis) if basis in list(Basis) else None,
        risk=_risk(values),
        judgement=judgement,
    )


def last_day_of_judgement(valid_from: date) -> date:
    """Return the last day that a judgement from `valid_from` on may be valid: 12 months later."""
    try:
        return valid_from.replace(year=valid_from.year + 1)
    except ValueError:  # 29 February
        return valid_from.replace(year=valid_from.year + 1, day=28)


def judge_on(day: date, *, valid_from: date, valid_until: date, positive: bool) -> Judgement:
    """Return the state of a judgement on `day`; its last day is included.

    A negative judgement is as good as none: it holds everything.

    Args:
        day: By the clock of the node.
        valid_from: Its first day.
        valid_until: Its last day.
        positive: Whether it judges that sending is right.
    """
    if not positive or day < valid_from:
        return Judgement.NONE
    return Judgement.VALID if day <= valid_until else Judgement.EXPIRED


def _yes(value: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(value or "")


def _risk(values: Mapping[str, str]) -> Risk | None:
    risks = {values.get(Indicator.DEATH_PENALTY), values.get(Indicator.TORTURE)}
    if Risk.OPEN in risks:
        return Risk.OPEN
    if not risks <= {Risk.NONE, Risk.ASSURED}:
        return None
    return Risk.ASSURED if Risk.ASSURED in risks else Risk.NONE
