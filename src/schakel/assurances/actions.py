"""Ask for an assurance, and note what becomes of it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from schakel.accounts.actions import notify, record_deed
from schakel.accounts.queries import Capability, User, list_units, may, require
from schakel.assurances import queries
from schakel.assurances.core.steps import Deed, Kind, State, next_state, require_words, who_may
from schakel.assurances.models import Assurance, AssuranceStep
from schakel.casework.queries import get_thread
from schakel.kernel.errors import NotAllowedError, UnusableInputError

EVENTS = {
    Deed.GIVE: "assurance:give",
    Deed.REFUSE: "assurance:refuse",
    Deed.FULFIL: "assurance:fulfil",
    Deed.BREAK: "assurance:break",
    Deed.CLOSE: "assurance:close",
}
# Who hears an alarm: those who answer for sending, and those who prosecute.
ALARMED = frozenset({"office", "prosecution"})


def ask_assurance(
    *,
    thread_id: UUID,
    kind: Kind,
    party: str,
    authority: str,
    covers: str,
    due: date,
    by: User,
    now: datetime,
) -> UUID:
    """Note that an assurance was asked of an authority of another state; return it.

    Raises:
        NotAllowedError: The role may not.
        NotFoundError: No such thread for this user.
        UnusableInputError: Nobody or nothing is named, or the day is past.
    """
    require(by, Capability.DRAFT_REQUEST)
    thread = get_thread(thread_id, for_user=by)
    require_words(party, authority, covers)
    if due < queries.day_of(now):
        raise UnusableInputError("the day by which it is kept is still to come")
    assert by.unit is not None
    with transaction.atomic():
        made = Assurance.objects.create(
            thread_id=thread.id,
            unit=by.unit,
            kind=kind.value,
            party=party,
            authority=authority.strip(),
            covers=covers.strip(),
            due_date=due,
            asked_by=by,
            asked_at=now,
            changed_at=now,
        )
        AssuranceStep.objects.create(assurance=made, deed="ask", text=covers[:500], by=by, at=now)
        _log("assurance:ask", made, by=by, now=now)
    return made.id


def take_step(*, assurance_id: UUID, deed: Deed, text: str, by: User, now: datetime) -> None:
    """Note what became of an assurance.

    Args:
        assurance_id: The assurance.
        deed: What happened.
        text: Who gave it and how, or what shows that it was kept or broken, or why it is closed.
        by: Who notes it. Nobody closes what he himself noted as broken.
        now: The moment.

    Raises:
        NotAllowedError: The role may not, or one noted the breach oneself.
        NotFoundError: No such assurance for this user.
        ConflictError: It does not fit what became of it.
        UnusableInputError: Nothing is said.
    """
    if not any(may(by, one) for one in who_may(deed)):
        raise NotAllowedError(f"the role may not {deed} an assurance")
    one = queries.get_assurance(assurance_id, for_user=by)
    require_words(text)
    if deed is Deed.CLOSE and one.steps.filter(deed=Deed.BREAK.value, by=by).exists():
        raise NotAllowedError("who noted a breach does not close it: somebody else of the desk")
    with transaction.atomic():
        one = Assurance.objects.select_for_update().get(id=one.id)
        one.state = next_state(State(one.state), deed).value
        one.given_by = text.strip()[:200] if deed is Deed.GIVE else one.given_by
        one.changed_at = now
        one.save(update_fields=["state", "given_by", "changed_at"])
        AssuranceStep.objects.create(
            assurance=one, deed=deed.value, text=text.strip(), by=by, at=now
        )
        _log(EVENTS[deed], one, by=by, now=now)
        if deed is Deed.BREAK:
            _raise_alarm(one, now=now)


def open_assurance(*, assurance_id: UUID, by: User, now: datetime) -> Assurance:
    """Return an assurance to look at; looking is logged.

    Raises:
        NotFoundError: No such assurance for this user.
    """
    one = queries.get_assurance(assurance_id, for_user=by)
    _log("assurance:open", one, by=by, now=now)
    return one


def _raise_alarm(one: Assurance, *, now: datetime) -> None:
    told = {unit.code for unit in list_units() if unit.kind in ALARMED} | {one.unit.code}
    for code in sorted(told):
        path = f"/assurances/{one.id}"
        notify(unit_code=code, user_id=None, kind="assurance-broken", path=path, now=now)


def _log(event: str, one: Assurance, *, by: User, now: datetime) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="assurance",
        object_id=str(one.id),
        recipient=one.party,
        facts={"kind": one.kind, "state": one.state},
    )
