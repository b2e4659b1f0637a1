"""Who got what about a person, and what each holder signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schakel.accounts.queries import Capability, User, require
from schakel.assistance import queries as assistance
from schakel.casework import queries as casework
from schakel.custody import queries as custody
from schakel.exchange import queries as exchange
from schakel.guests import queries as guests
from schakel.handling.actions import CONTROL_KINDS
from schakel.kernel.errors import NotFoundError
from schakel.matching.core.names import Likeness, compare_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person in a report whose name is like the one that was looked for."""

    person_id: UUID
    name: str
    role: str
    report: str
    unit: str
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Something that left in a thread that rests on a report on the person.

    `stages` are (stage, moment) that the receiver signed, empty when it went by another way;
    `holds_copy` tells whether the receiver signed that it took effect there, and did not sign
    since that it was erased; `answers` are (outcome, ground, moment) that he signed when it was
    recalled, restricted or corrected.
    """

    at: datetime
    recipient: str
    kind: str
    way: str
    reference: str
    codes: tuple[str, ...]
    decision_id: str
    stages: tuple[tuple[str, datetime], ...]
    holds_copy: bool
    answers: tuple[tuple[str, str, datetime], ...] = ()


def find_persons(name: str, *, for_user: User) -> list[Found]:
    """Return the persons in reports of all units whose name is like `name`, best first.

    An informant has no name here and is not found (Wet politiegegevens, art. 27(3)).

    Raises:
        NotAllowedError: The role does not oversee.
    """
    require(for_user, Capability.OVERSEE)
    found = []
    for person in casework.list_named_persons():
        match = compare_names(name, person.name)
        if match:
            line = Found(
                person_id=person.id,
                name=person.name,
                role=person.role,
                report=person.report.reference,
                unit=person.report.unit.code,
                likeness=match.why,
            )
            found.append((match.score, line))
    return [line for _, line in sorted(found, key=lambda pair: (-pair[0], pair[1].report))]


def get_person(person_id: UUID, *, for_user: User) -> casework.Person:
    """Return a person in a report of any unit.

    Raises:
        NotFoundError: No such person, or an informant.
    """
    require(for_user, Capability.OVERSEE)
    person = next((one for one in casework.list_named_persons() if one.id == person_id), None)
    if person is None:
        raise NotFoundError("no such person")
    return person


def list_disclosures(person_ids: Sequence[UUID], *, for_user: User) -> list[Disclosure]:
    """Return what left about these persons, newest first.

    Raises:
        NotAllowedError: The role does not oversee.
    """
    require(for_user, Capability.OVERSEE)
    reports = {
        person.report_id for person in casework.list_named_persons() if person.id in set(person_ids)
    }
    threads = casework.list_thread_ids(reports)
    found = [*_sealed(threads), *_spoken(threads), *_carried(threads), *_shown(threads)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def list_recipients(person_ids: Sequence[UUID], *, for_user: User) -> list[str]:
    """Return everybody who got something about these persons, by code."""
    return sorted({one.recipient for one in list_disclosures(person_ids, for_user=for_user)})


def _sealed(threads: Sequence[UUID]) -> list[Disclosure]:
    """Return what went in envelopes, with items that were passed on, by us and by other hands."""
    copies = custody.list_held_copies(threads)
    held = {one.envelope_id: one for one in copies if one.envelope_id}
    sent = exchange.list_sent(threads, also=held)
    told = [_told(one, held.get(one.envelope_id)) for one in sent if one.kind not in CONTROL_KINDS]
    return told + [_onward(one) for one in copies if one.envelope_id is None]


def _told(sent: exchange.Sent, copy: custody.HeldCopy | None) -> Disclosure:
    answers = copy.answers if copy else ()
    took = any(stage in {"delivered", "opened"} for stage, _ in sent.stages)
    return Disclosure(
        at=sent.at,
        recipient=sent.node,
        kind=sent.kind,
        way="schakel",
        reference=str(sent.envelope_id),
        codes=(),
        decision_id=str(sent.decision_id),
        stages=sent.stages,
        holds_copy=took and not _is_gone(answers),
        answers=answers,
    )


def _onward(copy: custody.HeldCopy) -> Disclosure:
    return Disclosure(
        at=copy.at,
        recipient=copy.node,
        kind="item.pass",
        way="another-hand",
        reference=copy.reference,
        codes=(),
        decision_id="",
        stages=(),
        holds_copy=bool(copy.answers) and not _is_gone(copy.answers),
        answers=copy.answers,
    )


def _is_gone(answers: Sequence[tuple[str, str, datetime]]) -> bool:
    return bool(answers) and answers[-1][0] in {"erased", "not-held"}


def _spoken(threads: Sequence[UUID]) -> list[Disclosure]:
    return [
        Disclosure(
            at=leg.at,
            recipient=leg.country,
            kind="contact",
            way=leg.how,
            reference=str(leg.id),
            codes=(),
            decision_id=str(leg.decision_id or ""),
            stages=(),
            holds_copy=False,
        )
        for leg in casework.list_told_legs(threads)
    ]


def _carried(threads: Sequence[UUID]) -> list[Disclosure]:
    return [
        Disclosure(
            at=request.sent_at,
            recipient=request.partner_country,
            kind="request.send",
            way=request.carrier,
            reference=request.outside_reference,
            codes=(),
            decision_id=str(request.decision_id or ""),
            stages=(),
            holds_copy=False,
        )
        for request in assistance.list_carried_requests(threads)
        if request.sent_at
    ]


def _shown(threads: Sequence[UUID]) -> list[Disclosure]:
    return [
        Disclosure(
            at=look.at,
            recipient=look.release.mandate.country,
            kind="guest.view",
            way="guest-room",
            reference=str(look.release_id),
            codes=(),
            decision_id=str(look.decision_id),
            stages=(),
            holds_copy=False,
        )
        for look in guests.list_views(threads)
    ]
