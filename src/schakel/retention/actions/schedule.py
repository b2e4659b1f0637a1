"""The schedule: note what is kept, tell before the day, put out of use, destroy, or hold."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, list_units, require
from schakel.audit.actions import record
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.retention import queries
from schakel.retention.actions.tombstones import read_tombstones, write_tombstone
from schakel.retention.core.articles import AFTER_REMOVAL, articles_of
from schakel.retention.core.keepers import (
    Hold,
    Keeper,
    Kept,
    followers,
    holds,
    keepers,
    restrictions,
)
from schakel.retention.core.terms import NOTICE, Step, due_of, step_of
from schakel.retention.models import Term

AT_ONCE = 100  # things in one turn of the worker
PAGE = "/retention/"


def note_terms(now: datetime) -> int:
    """Give what is kept its term, and bring terms up to date; return 0, for nothing waits."""
    entered = queries.entered_months()
    known = {(one.kind, one.object_id): one for one in Term.objects.iterator()}
    for kind, keeper in keepers:
        for kept in keeper.living(None):
            if articles_of(kept.regime):
                _note(kind, kept, known.pop((kind, kept.id), None), entered=entered)
    for term in known.values():  # went with what held it, or was recalled
        if term.destroyed_at is None:
            term.destroyed_at, term.owner_id = now, None
            term.save(update_fields=["destroyed_at", "owner_id"])
    return 0


def _note(kind: str, kept: Kept, term: Term | None, *, entered: dict[str, int]) -> None:
    fresh = term is None
    if term is None:
        term = Term(kind=kind, object_id=kept.id, article=queries.new_standing(kept).article)
    elif term.regime != kept.regime or (kept.article and term.article != kept.article):
        term.article = queries.new_standing(kept).article
    before = _values(term)
    term.reference, term.unit_code = kept.reference[:60], kept.unit_code
    term.regime, term.owner_id = kept.regime, kept.owner_id
    term.first_date, term.last_date = kept.first_on, kept.last_on
    term.due_date = due_of(queries.standing_of(term), entered).on
    if fresh or _values(term) != before:
        if not fresh and term.due_date != before[-1]:
            term.told_at = None
        term.save()


def _values(term: Term) -> tuple[Any, ...]:
    return (
        term.reference,
        term.unit_code,
        term.regime,
        term.article,
        term.owner_id,
        term.first_date,
        term.last_date,
        term.due_date,
    )


def run_schedule(now: datetime) -> int:
    """Do what is due today; return how many things were put out of use, destroyed or held.

    Each thing has a transaction of its own, so that the worker may be killed at any point.
    """
    entered, today = queries.entered_months(), now.date()
    open_ones = Term.objects.filter(destroyed_at__isnull=True, held_ground="")
    done = 0
    for term_id in list(_due(open_ones, now=now)):
        with transaction.atomic():
            term = Term.objects.select_for_update().get(id=term_id)
            step = step_of(queries.standing_of(term), entered, today=today)
            done += _do(term, step, now=now)
    return done


def _due(open_ones: QuerySet[Term], *, now: datetime) -> Iterable[UUID]:
    soon = open_ones.filter(due_date__lte=now.date() + NOTICE)
    over = soon.filter(due_date__lt=now.date())
    untold = soon.filter(told_at__isnull=True, due_date__gte=now.date())
    return (over | untold).order_by("due_date").values_list("id", flat=True)[:AT_ONCE]


def _do(term: Term, step: Step, *, now: datetime) -> bool:
    keeper = keepers.find(term.kind)
    if keeper is None or step is Step.NOTHING:
        return False
    if step is Step.TELL:
        _tell(term, keeper, now=now)
        return False
    hold = hold_of(term.kind, term.object_id)
    if hold is not None:
        _hold(term, hold, now=now)
    elif step is Step.REMOVE:
        _remove(term, keeper, now=now)
    else:
        _destroy(term, keeper, now=now, why="retention-ended")
    return True


def hold_of(kind: str, object_id: UUID) -> Hold | None:
    """Return why a thing may not be destroyed by the schedule, or None."""
    for _, source in holds:
        found = source(kind, {object_id}).get(object_id)
        if found is not None:
            return found
    return None


def _tell(term: Term, keeper: Keeper, *, now: datetime) -> None:
    term.told_at = now
    term.save(update_fields=["told_at"])
    _notify(term, "retention-near", keeper.page(term.object_id), now=now)


def _hold(term: Term, hold: Hold, *, now: datetime) -> None:
    term.held_ground, term.held_at = hold.ground, now
    term.save(update_fields=["held_ground", "held_at"])
    for _, restrict in restrictions:
        restrict(term.kind, term.object_id, now)
    _log(term, "term:keep", now=now, facts={"ground": hold.ground})
    offices = [unit.code for unit in list_units() if unit.kind == "prosecution"]
    for code in offices or [term.unit_code]:
        notify(unit_code=code, user_id=None, kind="prosecutor-asked", path=PAGE, now=now)


def _remove(term: Term, keeper: Keeper, *, now: datetime) -> None:
    keeper.put_away(term.object_id, now)
    term.removed_at, term.told_at = now, None
    term.due_date = due_of(queries.standing_of(term), queries.entered_months()).on
    term.save(update_fields=["removed_at", "told_at", "due_date"])
    _log(term, "term:remove", now=now)


def _destroy(
    term: Term, keeper: Keeper, *, now: datetime, why: str, by: User | None = None
) -> None:
    files = keeper.files(term.object_id)
    write_tombstone(term.object_id, kind=term.kind, files=files, at=now, why=why)
    _make_end(term, keeper, now=now)
    term.destroyed_at, term.owner_id = now, None
    term.save(update_fields=["destroyed_at", "owner_id"])
    facts = {"files": files, "since": term.first_date.isoformat(), "why": why}
    _log(term, "term:destroy", now=now, facts=facts, by=by)


def _make_end(term: Term, keeper: Keeper, *, now: datetime) -> None:
    keeper.destroy(term.object_id, now)
    for _, follow in followers:
        follow(term.kind, term.object_id, now)


def decide_held(*, term_id: UUID, erase: bool, by: User, now: datetime) -> None:
    """Let a prosecutor decide over what is kept beyond its term: it stays, restricted, or goes.

    Raises:
        ConflictError: It is not held, or gone.
        NotAllowedError: The role decides over no criminal file.
        NotFoundError: No such term for this user.
    """
    require(by, Capability.DECIDE_FILE)
    queries.get_term(term_id, for_user=by)
    with transaction.atomic():
        term = Term.objects.select_for_update().get(id=term_id)
        keeper = keepers.find(term.kind)
        if not term.held_ground or term.destroyed_at or keeper is None:
            raise ConflictError("it is not kept beyond its term")
        if erase:
            _destroy(term, keeper, now=now, why="prosecutor", by=by)
        else:
            term.kept_at = now
            term.save(update_fields=["kept_at"])
            _log(term, "term:keep", now=now, facts={"ground": term.held_ground}, by=by)


def bury_again(now: datetime) -> int:
    """Destroy again what a restored backup brought back; return how many things that were.

    A restore calls it before the node serves a page; a chore calls it all the time.
    """
    done = 0
    graves: dict[str, set[UUID]] = {}
    for grave in read_tombstones():
        graves.setdefault(grave.kind, set()).add(grave.id)
    for kind, keeper in keepers:
        for kept in list(keeper.living(graves.get(kind, set()))):
            with transaction.atomic():
                known = Term.objects.filter(kind=kind, object_id=kept.id).first()
                _note(kind, kept, known, entered=queries.entered_months())
                term = Term.objects.select_for_update().get(kind=kind, object_id=kept.id)
                _make_end(term, keeper, now=now)
                term.destroyed_at = now
                term.save(update_fields=["destroyed_at"])
                _log(term, "term:destroy", now=now, facts={"why": "tombstone"})
            done += 1
    return done


def _notify(term: Term, kind: str, path: str, *, now: datetime) -> None:
    try:
        notify(unit_code=term.unit_code, user_id=term.owner_id, kind=kind, path=path, now=now)
    except NotFoundError:  # the person, or the unit, is no longer there
        return


def _log(
    term: Term,
    event: str,
    *,
    now: datetime,
    facts: dict[str, Any] | None = None,
    by: User | None = None,
) -> None:
    article = AFTER_REMOVAL if term.removed_at and event != "term:remove" else term.article
    line: dict[str, Any] = {
        "at": now,
        "event": event,
        "object_kind": term.kind,
        "object_id": str(term.object_id),
        "legal_basis": article,
        "facts": facts or {},
    }
    if by is not None:
        record_deed(by=by, **line)
    else:
        record(actor="node", unit=term.unit_code, **line)
