"""Lifting a hold: by a named other person, with a reason, for a time; a refusal never."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.actions import GateClosedError, ask_what_if, clear
from schakel.handling.core.audience import ALIKE
from schakel.handling.core.case import Asylum, HandlingCode, Purpose, Refoulement, Subject
from schakel.handling.core.decision import Outcome, Whom
from schakel.handling.core.table import ask
from schakel.handling.models import GateDecision
from schakel.handling.queries import comes_out_again
from schakel.kernel.errors import NotFoundError, UnusableInputError
from schakel.lifting.actions import lift_hold
from schakel.lifting.core.rules import list_liftable, who_may_lift
from schakel.lifting.desk import work_of
from schakel.lifting.models import HoldLift
from schakel.lifting.queries import list_holds, list_lifts
from tests.handling.cases import cases, outside, within
from tests.handling.test_actions import CONTENT, NOON
from tests.intake.people import a_person, sign_in

WEEK = NOON + timedelta(days=7)
UNGRADED = within(evaluated=False)


def tried(case, *, item_id, by, author=None, now=NOON):
    """Ask the gate; return the proof, or the kept decision that stops it."""
    try:
        return clear(
            case=case,
            item_kind="request",
            item_id=item_id,
            content=CONTENT,
            by=by,
            now=now,
            author=author,
        )
    except GateClosedError as error:
        return GateDecision.objects.get(id=error.decision_id)


def lifted(decision, *, by, until=WEEK, now=NOON):
    """Lift a hold."""
    return lift_hold(
        decision_id=decision.id, reason="graded by telephone", expires_at=until, by=by, now=now
    )


def somebody(role, name=""):
    """Return a person of a role, in a unit of its own."""
    return a_person(name or f"one-{role}", unit=f"u-{role}"[:20], role=role)


@given(cases())
def test_no_refusal_can_be_lifted_by_anyone_in_any_row(case):
    """Whatever else holds, and whoever asks."""
    decision = ask(case)
    refused = [reason for reason in decision.reasons if reason.outcome is Outcome.REFUSE]
    assert all(who_may_lift(reason) == frozenset() for reason in refused)
    if refused:
        assert all(list_liftable(decision.reasons, role=role) == () for role in Role)


@given(cases())
def test_each_hold_is_lifted_only_by_the_authority_that_it_names(case):
    """Rows 6, 20 and 21 name theirs; nobody else will do."""
    for reason in ask(case).reasons:
        roles = who_may_lift(reason)
        if reason.outcome is not Outcome.HOLD:
            assert not roles
        elif reason.rule in {"4", "5", "6", "20"}:
            assert roles == {Role.IND_LIAISON}
        elif reason.rule in {"21", "34", "35", "36"}:  # settled elsewhere
            assert roles == frozenset()
        elif reason.whom == Whom.HUMAN_RIGHTS_DESK:
            assert roles == {Role.HUMAN_RIGHTS_DESK}
        assert not roles & {Role.NODE_ADMINISTRATOR, Role.PLANNER, Role.LIAISON_OFFICER}


pytestmark = pytest.mark.django_db


def test_what_was_lifted_leaves_when_it_is_tried_again():
    """Nothing leaves by the lift itself: the gate is asked again, and says by which lift."""
    jip, sanne, item = a_person(), somebody(Role.SPOC_DESK), uuid4()
    held = tried(UNGRADED, item_id=item, by=jip)
    lift_id = lifted(held, by=sanne)
    assert GateDecision.objects.count() == 1
    proof = tried(UNGRADED, item_id=item, by=jip, now=NOON + timedelta(days=1))
    kept = GateDecision.objects.get(id=proof.decision_id)
    assert (kept.outcome, kept.lifts) == ("hold", {"3": str(lift_id)})
    assert set(proof.conditions) == {"codes-travel", "no-stricter-than-domestic"}
    assert comes_out_again(kept)
    line = LogEntry.objects.get(event="gate:allow")
    assert line.facts["lifts"] == {"3": str(lift_id)}


def test_a_lift_ends():
    """After its expiry the hold is back."""
    jip, sanne, item = a_person(), somebody(Role.SPOC_DESK), uuid4()
    lifted(tried(UNGRADED, item_id=item, by=jip), by=sanne)
    assert isinstance(tried(UNGRADED, item_id=item, by=jip, now=WEEK), GateDecision)


@pytest.mark.parametrize(
    "other",
    [
        within(evaluated=False, receiver="FR"),
        within(evaluated=False, subject=Subject.VICTIM),
        within(evaluated=False, minor=True),
        within(evaluated=False, purpose=Purpose.EVIDENCE),
        within(evaluated=False, fields=frozenset({"phone"})),
    ],
)
def test_a_lift_does_not_reach_another_case(other):
    """Another receiver, person, purpose or field is another question."""
    jip, item = a_person(), uuid4()
    lifted(tried(UNGRADED, item_id=item, by=jip), by=somebody(Role.SPOC_DESK))
    assert isinstance(tried(other, item_id=item, by=jip), GateDecision)


def test_a_lift_does_not_reach_another_item():
    """The next request is asked anew."""
    jip = a_person()
    lifted(tried(UNGRADED, item_id=uuid4(), by=jip), by=somebody(Role.SPOC_DESK))
    assert isinstance(tried(UNGRADED, item_id=uuid4(), by=jip), GateDecision)


def test_one_hold_that_is_left_keeps_it():
    """Two rows hold, two answers are needed."""
    jip, item = a_person(), uuid4()
    case = within(evaluated=False, codes=frozenset({HandlingCode.H2}), originator="FR")
    held = tried(case, item_id=item, by=jip)
    lifted(held, by=somebody(Role.SPOC_DESK))
    assert isinstance(tried(case, item_id=item, by=jip), GateDecision)
    lifted(held, by=somebody(Role.PROSECUTOR))
    assert not isinstance(tried(case, item_id=item, by=jip), GateDecision)


def test_a_refusal_stays_shut_though_its_holds_could_be_lifted():
    """A row that refuses beside them closes the door for good."""
    jip, item = a_person(), uuid4()
    held = tried(within(evaluated=False, tainted=True), item_id=item, by=jip)
    assert held.outcome == "refuse"
    with pytest.raises(NotFoundError):
        lifted(held, by=somebody(Role.SPOC_DESK))


def test_a_protected_ground_does_not_show_by_a_hold_that_is_missing():
    """Who may not know of it can lift the other row; the protected ground goes on standing."""
    jip, sanne = a_person(), somebody(Role.SPOC_DESK)
    for state in (Asylum.PENDING, Asylum.UNKNOWN):
        case = outside(receiver_is_origin=True, asylum=state, evaluated=False)
        item = uuid4()
        held = tried(case, item_id=item, by=jip)
        assert len(list(list_holds(sanne, now=NOON))) == 1
        lifted(held, by=sanne)
        assert isinstance(tried(case, item_id=item, by=jip), GateDecision)
        assert len(list(list_holds(sanne, now=NOON))) == 0


def test_the_one_line_for_protected_grounds_is_nothing_to_lift():
    """It stands for refusals too."""
    assert who_may_lift(ALIKE) == frozenset()


def test_nobody_lifts_what_he_asked_or_wrote():
    """Who sends for somebody, and who wrote it: both are the author."""
    sanne, pim = somebody(Role.SPOC_DESK), somebody(Role.SPOC_DESK, "pim")
    held = tried(UNGRADED, item_id=uuid4(), by=sanne, author=pim)
    for own in (sanne, pim):
        with pytest.raises(NotFoundError):
            lifted(held, by=own)
    assert lifted(held, by=somebody(Role.SPOC_DESK, "third"))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SPOC_DESK, Role.PROSECUTOR}))
def test_who_is_not_named_finds_nothing(role):
    """Not there and not yours look the same."""
    held = tried(UNGRADED, item_id=uuid4(), by=a_person())
    other = somebody(role)
    with pytest.raises(NotFoundError):
        lifted(held, by=other)
    assert list(list_holds(other, now=NOON)) == []


@pytest.mark.parametrize(
    "case",
    [
        outside(receiver_is_origin=True, asylum=Asylum.UNKNOWN),
        outside(
            purpose=Purpose.RETURN,
            return_decision_final=False,
            refoulement=Refoulement.CLEARED,
        ),
    ],
)
def test_rows_6_and_20_wait_for_the_immigration_service(case):
    """A prosecutor or a privacy officer cannot answer for it."""
    held = tried(case, item_id=uuid4(), by=a_person())
    for role in set(Role) - {Role.IND_LIAISON}:
        with pytest.raises(NotFoundError):
            lifted(held, by=somebody(role))
    assert lifted(held, by=somebody(Role.IND_LIAISON))


def test_row_21_is_lifted_by_nobody_here():
    """The guardianship authority has no desk on a node; what it finds is entered as a fact."""
    case = outside(
        purpose=Purpose.RETURN,
        return_decision_final=True,
        refoulement=Refoulement.CLEARED,
        minor=True,
        unaccompanied=True,
    )
    held = tried(case, item_id=uuid4(), by=a_person())
    for role in Role:
        with pytest.raises(NotFoundError):
            lifted(held, by=somebody(role))


@pytest.mark.parametrize(
    ("reason", "until", "fault"),
    [
        (" ", WEEK, "say why"),
        ("x", NOON, "30 days"),
        ("x", NOON + timedelta(days=30, seconds=1), "30 days"),
    ],
)
def test_a_lift_says_why_and_until_when(reason, until, fault):
    """A hold that is lifted for good would be a rule that was changed."""
    held = tried(UNGRADED, item_id=uuid4(), by=a_person())
    with pytest.raises(UnusableInputError, match=fault):
        lift_hold(
            decision_id=held.id,
            reason=reason,
            expires_at=until,
            by=somebody(Role.SPOC_DESK),
            now=NOON,
        )
    assert not HoldLift.objects.exists()


def test_the_table_knows_it_too():
    """Neither backwards nor without a reason, and never changed."""
    sanne = somebody(Role.SPOC_DESK)
    held = tried(UNGRADED, item_id=uuid4(), by=a_person())
    lifted(held, by=sanne)
    for change in ({"expires_at": NOON}, {"reason": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            HoldLift.objects.update(**change)
    lift = HoldLift.objects.get()
    lift.id, lift.reason = uuid4(), ""
    with pytest.raises(IntegrityError), transaction.atomic():
        lift.save(force_insert=True)


def test_a_what_if_is_nothing_to_lift():
    """Nothing would leave by it."""
    _, decision_id = ask_what_if(case=UNGRADED, by=a_person(), now=NOON)
    with pytest.raises(NotFoundError):
        lifted(GateDecision.objects.get(id=decision_id), by=somebody(Role.SPOC_DESK))


def test_somebody_who_left_or_has_no_role_lifts_nothing():
    """An account that was ended opens no door."""
    held = tried(UNGRADED, item_id=uuid4(), by=a_person())
    gone, unknown = somebody(Role.SPOC_DESK), somebody(Role.SPOC_DESK, "odd")
    gone.is_active, unknown.role = False, "odd"
    for one in (gone, unknown):
        with pytest.raises(NotFoundError):
            lifted(held, by=one)


def test_a_hold_that_is_nobodys_is_not_found():
    """A typing error in an address."""
    with pytest.raises(NotFoundError):
        lift_hold(
            decision_id=uuid4(),
            reason="x",
            expires_at=WEEK,
            by=somebody(Role.SPOC_DESK),
            now=NOON,
        )


def test_the_work_queue_names_the_newest_hold_until_it_is_lifted():
    """Who must answer sees it; each item once, and not when it went meanwhile."""
    jip, sanne, item = a_person(), somebody(Role.SPOC_DESK), uuid4()
    tried(UNGRADED, item_id=item, by=jip, now=NOON - timedelta(minutes=1))
    held = tried(UNGRADED, item_id=item, by=jip)
    (line,) = work_of(sanne, NOON)
    assert line.url.endswith(str(held.id))
    assert list(work_of(jip, NOON)) == []
    assert list(work_of(sanne, NOON + timedelta(days=31))) == []
    lifted(held, by=sanne)
    assert list(work_of(sanne, NOON)) == []
    tried(within(), item_id=item, by=jip, now=NOON + timedelta(minutes=1))
    assert list(work_of(sanne, WEEK)) == []


def test_the_page_shows_what_holds_and_never_the_content(client):
    """Codes, rows and who asked; the lift is written on the same page."""
    jip, sanne = a_person(), somebody(Role.SPOC_DESK)
    held = tried(UNGRADED, item_id=uuid4(), by=jip)
    browser = sign_in(client, sanne)
    page = browser.get(f"/gate/holds/{held.id}").content.decode()
    assert "Needed from the author" in page
    assert CONTENT["body"]["asked"] not in page
    assert browser.post(f"/gate/holds/{held.id}", {"reason": "", "days": "99"}).status_code == 200
    assert not HoldLift.objects.exists()
    page = browser.post(
        f"/gate/holds/{held.id}", {"reason": "graded by telephone", "days": "3"}, follow=True
    ).content.decode()
    assert "graded by telephone" in page
    (lift,) = list_lifts(held)
    assert (lift.expires_at - lift.lifted_at).days == 3
    assert LogEntry.objects.get(event="hold:lift").facts["rules"] == ["3"]
    assert LogEntry.objects.filter(event="hold:open").count() == 3
