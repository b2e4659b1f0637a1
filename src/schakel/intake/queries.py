"""Questions about originals, their parts and findings; who may see them is asked of `access`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, visible
from schakel.accounts.core.roles import Capability
from schakel.accounts.queries import User, may
from schakel.intake.core.problems import State
from schakel.intake.core.verdicts import Verdict
from schakel.intake.models import Finding, Original, Part
from schakel.kernel.errors import NotFoundError
from schakel.kernel.registry import Registry
from schakel.shell import vault
from schakel.shell.work import ObjectState

__all__ = [
    "Bond",
    "Finding",
    "Home",
    "Original",
    "Part",
    "Viewer",
    "bonds",
    "companions",
    "count_open_things",
    "find_home",
    "get_finding",
    "get_original",
    "get_part",
    "homes",
    "list_findings",
    "list_originals",
    "list_parts",
    "list_same",
    "viewers",
    "visible_originals",
]

# A viewer takes a user and originals of other units, and returns those that this user may see
# because an upper room shares what they belong to (a report, an answer).
Viewer = Callable[[User, set[UUID]], set[UUID]]
viewers: Registry[Viewer] = Registry("viewer of originals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What a file rests on in an upper room: rows with a column `original`, all and those seen."""

    rows: Callable[[], QuerySet[Any]]
    seen: Callable[[User], QuerySet[Any]]


bonds: Registry[Bond] = Registry("bond of originals")
ORIGINAL = Shape(kind=Kind.ORIGINAL, facts={"unit": "unit__code"})

# A home takes a user and an original, and returns address and reference of what it belongs to.
Home = Callable[[User, UUID], tuple[str, str] | None]
homes: Registry[Home] = Registry("home of originals")

# Companions are the originals that lie in one report with an original: one decision serves them.
Companions = Callable[[UUID], set[UUID]]
companions: Registry[Companions] = Registry("companions of originals")


def find_home(original_id: UUID, *, for_user: User) -> tuple[str, str] | None:
    """Return address and reference of the report or request that an original belongs to."""
    found = (home(for_user, original_id) for _, home in homes)
    return next((one for one in found if one), None)


def visible_originals(ids: set[UUID], *, for_user: User) -> set[UUID]:
    """Return those of `ids` that `for_user` may see: of the own unit, or shared from above."""
    if not may(for_user, Capability.READ_CONTENT):
        return set()
    own = set(_own(for_user).filter(pk__in=ids).values_list("pk", flat=True))
    shared: set[UUID] = set()
    for _, viewer in viewers:
        shared |= viewer(for_user, ids - own)
    return own | (shared & ids)


def list_addresses(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these originals that `user` may see, for the search."""
    visible = visible_originals(ids, for_user=user)
    return {one: reverse("intake:original", args=[one]) for one in visible}


def list_states(user: User) -> Iterator[ObjectState]:
    """Yield every original of the user's own unit that he may see, with its state."""
    for original in _own(user).order_by("taken_at", "name"):
        yield ObjectState(kind="original", id=str(original.pk), state=original.state)


def get_original(id: UUID, *, for_user: User) -> Original:  # noqa: A002
    """Return the original.

    Raises:
        NotFoundError: No such original, for this user.
    """
    if id in visible_originals({id}, for_user=for_user):
        original = Original.objects.filter(pk=id).first()
        if original:
            return original
    raise NotFoundError("no such original")


def get_own_original(id: UUID, *, for_user: User) -> Original:  # noqa: A002
    """Return the original when it is of the user's own unit: only there findings are settled.

    Raises:
        NotFoundError: No such original, for this user.
    """
    original = get_original(id, for_user=for_user)
    if original.unit_id != for_user.unit_id:
        raise NotFoundError("no such original")
    return original


def list_originals(ids: set[UUID], *, for_user: User) -> list[Original]:
    """Return those of `ids` that `for_user` may see, in the order they came in."""
    visible = visible_originals(ids, for_user=for_user)
    return list(Original.objects.filter(pk__in=visible).order_by("taken_at", "name"))


def list_hashes(ids: set[UUID]) -> list[str]:
    """Return the SHA-256 of these originals, in order; no content, so nobody is asked for."""
    found = Original.objects.filter(pk__in=ids).exclude(sha256="")
    return sorted(found.values_list("sha256", flat=True))


def count_unreadable() -> int:
    """Return how many originals lie here without the key that opens them, or not at all."""
    living = Original.objects.exclude(sha256="").exclude(state=State.ERASED.value)
    hashes = set(living.values_list("sha256", flat=True))
    return sum(not vault.is_readable(sha256) for sha256 in hashes)


def list_parts(original_id: UUID, *, for_user: User) -> list[Part]:
    """Return the parts of one original in reading order, holder before what it holds.

    Raises:
        NotFoundError: No such original, for this user.
    """
    original = get_original(original_id, for_user=for_user)
    return list(Part.objects.filter(original=original).order_by("order"))


def list_texts_beyond_walls(ids: set[UUID]) -> list[tuple[str, str]]:
    """Return name and text of every part of these originals, for an emergency access alone."""
    found = Part.objects.filter(original_id__in=ids).exclude(text="")
    return list(found.order_by("original__taken_at", "order").values_list("path", "text"))


def get_part(part_id: UUID, *, for_user: User) -> Part:
    """Return one part with its original.

    Raises:
        NotFoundError: No such part, for this user.
    """
    part = Part.objects.select_related("original").filter(pk=part_id).first()
    get_original(part.original_id if part else part_id, for_user=for_user)
    assert part is not None, "an original has not the id of a part"
    return part


def list_findings(original_id: UUID, *, for_user: User) -> list[Finding]:
    """Return everything found in one original, in reading order, each with its part.

    Raises:
        NotFoundError: No such original, for this user.
    """
    original = get_original(original_id, for_user=for_user)
    return list(
        _findings().filter(part__original=original).order_by("part__order", "start", "-end")
    )


def get_finding(finding_id: UUID, *, for_user: User) -> Finding:
    """Return one finding with its part.

    Raises:
        NotFoundError: No such finding, for this user.
    """
    finding = _findings().filter(pk=finding_id).first()
    get_original(finding.part.original_id if finding else finding_id, for_user=for_user)
    assert finding is not None, "an original has not the id of a finding"
    return finding


def list_same(finding: Finding, *, for_user: User) -> list[Finding]:
    """Return `finding` and every other place of its report where the same stands, settled alike.

    In originals of the user's own unit alone; of more than one reading only the same words.
    """
    beside = {one for _, find in companions for one in find(finding.part.original_id)}
    same = _findings().filter(
        Q(part__original_id=finding.part.original_id)
        | Q(part__original_id__in=beside, part__original__unit=for_user.unit),
        kind=finding.kind,
        state=finding.state,
        corrected_value=finding.corrected_value,
    )
    if finding.value is None:
        same = same.filter(value__isnull=True, raw=finding.raw)
    else:
        same = same.filter(value=finding.value)
    return list(same.order_by("part__original_id", "part__order", "start"))


def count_open_things(ids: set[UUID]) -> int:
    """Return how many things nobody settled yet, each once however often it was found."""
    found = Finding.objects.filter(part__original_id__in=ids, state=Verdict.PROPOSED.value)
    rows = found.values_list("kind", "value", "raw")
    return len({(kind, value, "" if value is not None else raw) for kind, value, raw in rows})


def _own(user: User) -> QuerySet[Original]:
    """Return what the own unit took in: what rests nowhere, and what rests on something seen."""
    rests = [Exists(bond.rows().filter(original=OuterRef("pk"))) for _, bond in bonds]
    seen = [Exists(bond.seen(user).filter(original=OuterRef("pk"))) for _, bond in bonds]
    condition = Q()
    for one in rests:
        condition &= ~Q(one)
    for one in seen:
        condition |= Q(one)
    return visible(Original.objects.filter(condition), ORIGINAL, for_user=user)


def _findings() -> QuerySet[Finding]:
    return Finding.objects.select_related("part", "decided_by")


def list_settled(
    original_ids: set[UUID] | None = None, *, kinds: frozenset[str] | None = None
) -> set[tuple[UUID, str, str]]:
    """Return (original, kind, value) of every accepted or corrected finding.

    For the rooms above, which know whose originals these are.

    Args:
        original_ids: Of these alone; None for every original.
        kinds: Of these kinds alone; None for every kind.
    """
    settled = [Verdict.ACCEPTED.value, Verdict.CORRECTED.value]
    found = Finding.objects.filter(state__in=settled)
    if original_ids is not None:
        found = found.filter(part__original_id__in=original_ids)
    if kinds is not None:
        found = found.filter(kind__in=sorted(kinds))
    rows = found.values_list("part__original_id", "kind", "corrected_value", "value")
    return {
        (original_id, kind, settled_value)
        for original_id, kind, corrected, value in rows
        if (settled_value := corrected or value)
    }
