"""Need to know: who may see what. The one place that says it, for one object and for lists alike.

Described for lawyers in docs/reference/need-to-know.md. Closed by default: somebody sees an object
when what every reader needs holds, and one ground does.

Source: Wet politiegegevens, arts 3, 6 and 12; Directive (EU) 2016/680, arts 4(1) and 29(2)(e).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schakel.access.core.reader import Reader
from schakel.access.core.terms import (
    ALWAYS,
    NEVER,
    Among,
    Either,
    Facts,
    Has,
    Is,
    Non,
    Term,
    either,
    every,
    holds,
)
from schakel.access.core.walls import ALIENS_LAW
from schakel.accounts.core.roles import Capability

INFORMANT = "informant"


class Kind(StrEnum):
    """What can be seen or not. Persons and hits are seen with their report, answers with their
    request, consents with their item.
    """

    REPORT = "report"
    THREAD = "thread"
    LEG = "leg"
    REQUEST = "request"
    ORIGINAL = "original"
    DECISION = "decision"
    ASYLUM_CHECK = "asylum-check"
    ALERT = "alert"
    ASSURANCE = "assurance"
    EMERGENCY = "emergency"
    TERM = "term"
    MANDATE = "mandate"
    GUEST_RELEASE = "guest-release"


class Ground(StrEnum):
    """Why somebody sees an object."""

    AUTHOR = "author"
    ASSIGNED = "assigned"
    UNIT = "unit"
    TAKES_PART = "takes-part"
    RELEASED = "released"
    ROLE = "role"
    GUEST = "guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every reader of an object needs, and the grounds of which one must hold."""

    needs: Term
    grounds: Mapping[Ground, Term]

    @property
    def term(self) -> Term:
        """Return the whole as one term."""
        return every(self.needs, Either(tuple(self.grounds.values())))


def rule_for(kind: Kind, reader: Reader) -> Rule:
    """Return the rule by which `reader` sees objects of a kind."""
    return _RULES[kind](reader)


def grounds_of(kind: Kind, reader: Reader, facts: Facts) -> tuple[Ground, ...]:
    """Return why `reader` may see one object with these facts; nothing when he may not."""
    rule = rule_for(kind, reader)
    if not holds(rule.needs, facts):
        return ()
    return tuple(ground for ground, term in rule.grounds.items() if holds(term, facts))


def _report(reader: Reader) -> Rule:
    """A report is seen in its own unit, within label, regime and purpose, or by who is named."""
    return Rule(
        needs=every(_reads_content(reader), Is("unit", reader.unit)),
        grounds=_named(reader) | {Ground.UNIT: _on_the_side_of(reader)},
    )


def _thread(reader: Reader) -> Rule:
    """A thread is seen by the units that take part; in the unit of its report, like the report."""
    return Rule(
        needs=every(_reads_content(reader), Has("seated", reader.unit)),
        grounds=_at_home(reader) | {Ground.TAKES_PART: _elsewhere(reader)},
    )


def _leg(reader: Reader) -> Rule:
    """A leg is seen by whom it happened before the eyes of, or to whom it was released by name."""
    return Rule(
        needs=_reads_content(reader),
        grounds=_released(reader)
        | {
            Ground.TAKES_PART: every(
                Has("present", reader.unit), either(_at_home_term(reader), _across(reader))
            )
        },
    )


def _request(reader: Reader) -> Rule:
    """A request is seen by the units that draft or handle it, and like a leg by others."""
    ours = either(Is("drafting_unit", reader.unit), Is("handling_unit", reader.unit))
    return Rule(
        needs=_reads_content(reader),
        grounds=_released(reader)
        | {
            Ground.UNIT: every(ours, either(_at_home_term(reader), _elsewhere(reader))),
            Ground.TAKES_PART: every(
                Has("present", reader.unit), either(_at_home_term(reader), _across(reader))
            ),
        },
    )


def _original(reader: Reader) -> Rule:
    """A file is seen in its unit; once it rests somewhere, only with what it rests on."""
    return Rule(
        needs=every(_reads_content(reader), Is("unit", reader.unit)),
        grounds={Ground.UNIT: ALWAYS},
    )


def _decision(reader: Reader) -> Rule:
    """A decision of the gate is seen by the unit that asked, and by who reads the log."""
    reads = reader.may(Capability.READ_CONTENT) or reader.may(Capability.ASK_GATE)
    return Rule(
        needs=ALWAYS,
        grounds={
            Ground.UNIT: _own_unit(reader) if reads else NEVER,
            Ground.ROLE: _always(reader.may(Capability.READ_LOG)),
        },
    )


def _asylum_check(reader: Reader) -> Rule:
    """A question to the immigration service is seen by who asked, and by who answers.

    Colleagues of the unit see it like the report that it is about.
    """
    asks = reader.may(Capability.ASK_ASYLUM_CHECK)
    inside = _named(reader) | {Ground.UNIT: Non(Has("confined", reader.unit))}
    ours = every(_always(asks), _own_unit(reader))
    return Rule(
        needs=ALWAYS,
        grounds={ground: every(ours, term) for ground, term in inside.items()}
        | {Ground.ROLE: _always(reader.may(Capability.ANSWER_ASYLUM_CHECK))},
    )


def _alert(reader: Reader) -> Rule:
    """An alert for danger to life is seen in its unit, and by who reviews."""
    return Rule(
        needs=ALWAYS,
        grounds={
            Ground.UNIT: _own_unit(reader) if reader.may(Capability.RAISE_ALERT) else NEVER,
            Ground.ROLE: _always(reader.may(Capability.REVIEW_ALERT)),
        },
    )


def _assurance(reader: Reader) -> Rule:
    """An assurance is seen like its thread, and by the desk that follows them all."""
    thread = _thread(reader)
    return Rule(
        needs=ALWAYS,
        grounds={ground: every(thread.needs, term) for ground, term in thread.grounds.items()}
        | {Ground.ROLE: _always(reader.may(Capability.SIGN_JUDGEMENT))},
    )


def _emergency(reader: Reader) -> Rule:
    """An emergency access is known to who asked, to his unit, to the second, and to who oversees.

    What it opens is another matter: only the two look, and only while it is open.
    """
    asks = reader.may(Capability.ASK_EMERGENCY) or reader.may(Capability.AGREE_EMERGENCY)
    known = {
        Ground.AUTHOR: Is("author", reader.id),
        Ground.ASSIGNED: Is("second", reader.id),
        Ground.UNIT: _own_unit(reader),
    }
    takes_part = _always(asks and reader.unit is not None)
    return Rule(
        needs=ALWAYS,
        grounds={ground: every(takes_part, term) for ground, term in known.items()}
        | {Ground.ROLE: _always(reader.may(Capability.OVERSEE))},
    )


def _term(reader: Reader) -> Rule:
    """A term is seen by who oversees; a held one by whoever keeps criminal files too."""
    keeps = every(_always(reader.may(Capability.KEEP_FILE)), Non(Is("held_ground", "")))
    oversees = _always(reader.may(Capability.OVERSEE))
    return Rule(needs=ALWAYS, grounds={Ground.ROLE: either(oversees, keeps)})


def _mandate(reader: Reader) -> Rule:
    """The mandate of a guest is known to who hosts, administers and oversees, and to himself."""
    keepers = (Capability.HOST_GUEST, Capability.ADMINISTER, Capability.OVERSEE)
    return Rule(
        needs=ALWAYS,
        grounds=_as_guest(reader) | {Ground.ROLE: _always(any(map(reader.may, keepers)))},
    )


def _guest_release(reader: Reader) -> Rule:
    """What was released to a guest is seen by him alone, and by the unit that released it.

    The gate is asked besides, each time he looks.
    """
    hosts = _own_unit(reader) if reader.may(Capability.HOST_GUEST) else NEVER
    return Rule(needs=ALWAYS, grounds=_as_guest(reader) | {Ground.UNIT: hosts})


def _as_guest(reader: Reader) -> dict[Ground, Term]:
    visits = _always(reader.may(Capability.VISIT))
    return {Ground.GUEST: every(visits, Is("guest", reader.id))}


_RULES: dict[Kind, Callable[[Reader], Rule]] = {
    Kind.REPORT: _report,
    Kind.THREAD: _thread,
    Kind.LEG: _leg,
    Kind.REQUEST: _request,
    Kind.ORIGINAL: _original,
    Kind.DECISION: _decision,
    Kind.ASYLUM_CHECK: _asylum_check,
    Kind.ALERT: _alert,
    Kind.ASSURANCE: _assurance,
    Kind.EMERGENCY: _emergency,
    Kind.TERM: _term,
    Kind.MANDATE: _mandate,
    Kind.GUEST_RELEASE: _guest_release,
}


def _always(is_so: bool) -> Term:  # noqa: FBT001  # a term made of a fact about the reader
    return ALWAYS if is_so else NEVER


def _reads_content(reader: Reader) -> Term:
    return _always(reader.may(Capability.READ_CONTENT) and reader.unit is not None)


def _own_unit(reader: Reader) -> Term:
    return NEVER if reader.unit is None else Is("unit", reader.unit)


def _named(reader: Reader) -> dict[Ground, Term]:
    return {
        Ground.AUTHOR: Is("author", reader.id),
        Ground.ASSIGNED: Has("assigned", reader.id),
    }


def _open_in(reader: Reader) -> Term:
    """No circle of named people is drawn around it, and no informant stands in it."""
    return every(Non(Has("confined", reader.unit)), Non(Has("roles", INFORMANT)))


def _on_the_side_of(reader: Reader) -> Term:
    # What stands in the row itself first: a database asks the rest of the rows that are left.
    return every(
        Among("regime", reader.regimes),
        Among("purpose", reader.purposes),
        _open_in(reader),
    )


def _at_home(reader: Reader) -> dict[Ground, Term]:
    """What rests on a report of the reader's own unit is seen like that report."""
    home = Is("report_unit", reader.unit)
    seen = _named(reader) | {Ground.UNIT: _on_the_side_of(reader)}
    return {ground: every(home, term) for ground, term in seen.items()}


def _at_home_term(reader: Reader) -> Term:
    return Either(tuple(_at_home(reader).values()))


def _elsewhere(reader: Reader) -> Term:
    """It rests on no report of the reader's unit; a circle of the unit itself still binds."""
    away = Non(Is("report_unit", reader.unit))
    inside = either(Non(Has("confined", reader.unit)), Has("assigned", reader.id))
    return every(away, inside)


def _across(reader: Reader) -> Term:
    """And the wall is not between; what partners send is of the criminal file."""
    criminal = _always(reader.regime != ALIENS_LAW)
    same_side = either(Among("regime", reader.regimes), every(Is("regime", None), criminal))
    return every(_elsewhere(reader), same_side)


def _released(reader: Reader) -> dict[Ground, Term]:
    return {Ground.RELEASED: Has("released", reader.unit)}
