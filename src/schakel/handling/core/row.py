"""What one row of the decision table is made of."""

from collections.abc import Callable
from dataclasses import dataclass

from schakel.handling.core import texts
from schakel.handling.core.case import GateCase
from schakel.handling.core.decision import Condition, Outcome
from schakel.handling.core.versions import FIRST

NO_PERSONAL_DATA = 15
LAST_ENDED = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one row says of one case.

    Attributes:
        outcome: The answer of this row alone.
        key: Names its sentence in `texts.REASONS`.
        conditions: Codes of `texts.CONDITIONS`.
        decides: False when the row binds a sending that another row must allow.
        names: The fields it is about.
    """

    outcome: Outcome
    key: str
    conditions: tuple[str, ...] = ()
    decides: bool = True
    names: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the plain English sentence, with the names it is about."""
        return texts.REASONS[self.key] + (f" ({', '.join(self.names)})" if self.names else "")

    def bound(self) -> tuple[Condition, ...]:
        """Return its conditions with their sentences."""
        return tuple(Condition(code=c, text=texts.CONDITIONS[c]) for c in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its number, its law, how sure we are of the wording (V, P, K), how it judges.

    A row never changes. A sharper one is a new row with the same number, `since` a version of the
    table; the older one stays, `until` that version, so that old decisions can be asked again.
    """

    number: int
    title: str
    source: str
    verified: str
    judge: Callable[[GateCase], Verdict | None]
    since: str = FIRST
    until: str = ""

    @property
    def is_ended_by_no_personal_data(self) -> bool:
        """Tell whether row 15 ends this row."""
        return NO_PERSONAL_DATA < self.number <= LAST_ENDED

    @property
    def explanation(self) -> str:
        """Return what the row does, in a sentence."""
        return (self.judge.__doc__ or "").partition("\n")[0]


def row(
    number: int, title: str, *, source: str, verified: str, since: str = FIRST, until: str = ""
) -> Callable[[Callable[[GateCase], Verdict | None]], Row]:
    """Make a row of a function that judges a case."""

    def make(judge: Callable[[GateCase], Verdict | None]) -> Row:
        return Row(
            number=number,
            title=title,
            source=source,
            verified=verified,
            judge=judge,
            since=since,
            until=until,
        )

    return make


def refuse(key: str, *names: str) -> Verdict:
    """Return a no that nobody can override."""
    return Verdict(outcome=Outcome.REFUSE, key=key, names=names)


def hold(key: str, *names: str) -> Verdict:
    """Return a "not yet": somebody named in `texts.REMEDIES` must add something."""
    return Verdict(outcome=Outcome.HOLD, key=key, names=names)


def allow(key: str) -> Verdict:
    """Return a yes."""
    return Verdict(outcome=Outcome.ALLOW, key=key)


def allow_on(key: str, *conditions: str) -> Verdict:
    """Return a yes that binds the receiver."""
    return Verdict(outcome=Outcome.CONDITIONS, key=key, conditions=conditions)


def bind(key: str, *conditions: str) -> Verdict:
    """Return conditions only: whether it may leave is for another row to say."""
    return Verdict(outcome=Outcome.CONDITIONS, key=key, conditions=conditions, decides=False)
