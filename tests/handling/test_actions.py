"""The gate in a node: what is cleared, what is kept, what is logged."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.actions import (
    CONTROL_KINDS,
    GateClosedError,
    ask_what_if,
    clear,
    clear_control,
)
from schakel.handling.core.case import Basis, HandlingCode
from schakel.handling.core.decision import Outcome
from schakel.handling.core.table import VERSION
from schakel.handling.models import GateDecision
from schakel.handling.queries import get_decision, list_decisions
from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.errors import NotAllowedError, NotFoundError
from tests.handling.cases import outside, within
from tests.intake.people import a_person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CONTENT = {"body": {"asked": "whose boat"}, "files": []}


def cleared(case, *, by=None, item_id=None):
    """Ask the gate about `case` for an item."""
    return clear(
        case=case,
        item_kind="request",
        item_id=item_id or uuid4(),
        content=CONTENT,
        by=by,
        now=NOON,
    )


@pytest.mark.django_db
def test_what_may_leave_gets_a_proof_bound_to_its_content():
    """The outbox compares the digest: nothing else can leave on this proof."""
    jip, item = a_person(), uuid4()
    codes = frozenset({HandlingCode.H1, HandlingCode.H2})
    proof = cleared(within(codes=codes), by=jip, item_id=item)
    assert proof.content_sha256 == sha256_hex(canonical_json(CONTENT))
    assert (proof.item_kind, proof.item_id, proof.receiver) == ("request", item, "IT")
    assert proof.codes == {"H1", "H2"}
    assert set(proof.conditions) == {
        "intelligence-only",
        "codes-travel",
        "no-stricter-than-domestic",
    }
    assert proof.cleared_at == NOON
    kept = get_decision(proof.decision_id, for_user=jip)
    assert (kept.outcome, kept.table_version) == ("conditions", VERSION)
    assert (kept.asked_by, kept.unit, kept.content_sha256) == (jip, jip.unit, proof.content_sha256)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("case", "event"),
    [
        (within(personal=False), "gate:allow"),
        (within(), "gate:allow"),
        (within(evaluated=False), "gate:hold"),
        (within(tainted=True), "gate:refuse"),
    ],
)
def test_every_answer_is_in_the_log(case, event):
    """Who asked what of whom is found again, with the decision and the version of the table."""
    jip = a_person()
    try:
        decision_id = cleared(case, by=jip).decision_id
    except GateClosedError as error:
        decision_id = error.decision_id
    line = LogEntry.objects.get(event__startswith="gate:")
    assert (line.event, line.actor, line.unit) == (event, str(jip.id), "liaison")
    assert (line.recipient, line.purpose, line.table_version) == ("IT", "crime", VERSION)
    assert line.decision_id == str(decision_id)
    assert line.facts["rules"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "outcome"),
    [(datetime(2031, 12, 27, 20, tzinfo=UTC), "conditions"), (NOON.replace(2032), "refuse")],
)
def test_an_adequacy_decision_ends_by_the_clock_of_the_node(moment, outcome):
    """Nobody has to remember the day on which it ends."""
    case = outside(receiver="GB", basis=Basis.ADEQUACY)
    decision, _ = ask_what_if(case=case, by=a_person(), now=moment)
    assert decision.outcome == outcome


@pytest.mark.django_db
def test_the_node_itself_may_ask():
    """An answer that a machine gives passes the gate like any other."""
    cleared(within())
    assert LogEntry.objects.get(event="gate:allow").actor == "node"
    assert GateDecision.objects.get().unit is None


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_kept_before_it_is_raised():
    """Undoing the work that was refused does not undo the refusal."""
    jip = a_person()
    with pytest.raises(GateClosedError) as caught:
        cleared(outside(tainted=True), by=jip)
    assert GateDecision.objects.get(id=caught.value.decision_id).outcome == "refuse"
    assert caught.value.decision.outcome is Outcome.REFUSE
    assert str(caught.value) == "refuse: rules 1, 30"


@pytest.mark.django_db(transaction=True)
def test_the_gate_is_asked_outside_a_transaction():
    """Inside one, a refusal would vanish with the work that is undone."""
    with pytest.raises(RuntimeError), transaction.atomic():
        cleared(within())
    assert not GateDecision.objects.exists()


@pytest.mark.django_db
def test_neither_the_row_nor_the_log_holds_a_word_of_the_content_or_the_necessity():
    """A decision is kept longer than what it was about."""
    with pytest.raises(GateClosedError):
        cleared(within(necessity="Rico Fantasia sells boats", tainted=True), by=a_person())
    kept = GateDecision.objects.get()
    line = LogEntry.objects.get(event="gate:refuse")
    seen = str([kept.case, kept.reasons, line.facts])
    assert "Rico" not in seen
    assert "boat" not in seen
    assert kept.case["necessity"] is True


@pytest.mark.django_db
def test_a_decision_is_never_changed():
    """Nobody rewrites why something left."""
    cleared(within())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        GateDecision.objects.update(outcome="allow")
    assert GateDecision.objects.get().outcome == "conditions"


@pytest.mark.django_db
def test_content_that_is_not_json_is_refused_before_anything_is_kept():
    """A digest of something else than the content would bind nothing."""
    with pytest.raises(TypeError):
        clear(case=within(), item_kind="x", item_id=uuid4(), content={"a": b"x"}, by=None, now=NOON)
    assert not GateDecision.objects.exists()


@pytest.mark.parametrize("kind", sorted(CONTROL_KINDS))
def test_control_messages_pass_by_a_rule_of_their_own(kind):
    """A receipt must always be possible, also to whom the gate would refuse the rest."""
    item = uuid4()
    content = {
        "body": {"envelope": str(item), "at": "2026-11-24T12:00:00+01:00", "n": 3, "x": None},
        "files": [],
    }
    proof = clear_control(item_kind=kind, item_id=item, receiver="XZ", content=content, now=NOON)
    assert proof.content_sha256 == sha256_hex(canonical_json(content))
    assert (proof.codes, proof.conditions) == (frozenset(), ())


def test_a_head_of_a_log_may_carry_its_proof():
    """Digests alone: a list of words would be a message."""
    given = {"item_kind": "log", "item_id": uuid4(), "receiver": "it", "now": NOON}
    assert clear_control(content={"body": {"proof": ["AAAA"]}}, **given)
    for proof in (["two words"], [["AAAA"]], [7]):
        with pytest.raises(ValueError, match="control message"):
            clear_control(content={"body": {"proof": proof}}, **given)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("request", {"body": {}}),
        ("receipt", {"body": {"note": "Rico was seen"}}),
        ("receipt", {"body": {"note": "x" * 201}}),
        ("receipt", {"body": {"note": ["a"]}}),
        ("receipt", {"body": {}, "files": ["00" * 32]}),
    ],
)
def test_a_control_message_carries_no_words(kind, content):
    """Otherwise the rule that never refuses would be the way around the gate."""
    with pytest.raises(ValueError, match="control message"):
        clear_control(item_kind=kind, item_id=uuid4(), receiver="XZ", content=content, now=NOON)


@pytest.mark.django_db
def test_what_if_is_answered_and_logged_and_clears_nothing():
    """An officer asks before he speaks; that he asked is on record."""
    jip = a_person()
    decision, decision_id = ask_what_if(case=outside(judgement=None), by=jip, now=NOON)
    assert decision.outcome is Outcome.HOLD
    kept = get_decision(decision_id, for_user=jip)
    assert (kept.item_kind, kept.item_id, kept.content_sha256) == ("what-if", None, "")
    assert LogEntry.objects.get(event="gate:ask").object_id == str(decision_id)


@pytest.mark.django_db
def test_who_may_not_ask_leaves_no_decision():
    """The administrator reads no content and asks nothing about it."""
    admin = a_person("kees", unit="office", role=Role.NODE_ADMINISTRATOR)
    with pytest.raises(NotAllowedError):
        ask_what_if(case=within(), by=admin, now=NOON)
    assert not GateDecision.objects.exists()


@pytest.mark.django_db
def test_another_unit_does_not_see_a_decision_and_the_privacy_officer_does():
    """The walls between units hold for decisions; who reads the log reads them all."""
    jip, sanne = a_person(), a_person("sanne", unit="spoc", role=Role.SPOC_DESK)
    noor = a_person("noor", unit="office", role=Role.PRIVACY_OFFICER)
    item = uuid4()
    first = cleared(within(), by=jip, item_id=item).decision_id
    assert [d.id for d in list_decisions(item, for_user=jip)] == [first]
    assert list_decisions(item, for_user=sanne) == []
    assert get_decision(first, for_user=noor).id == first
    for stranger, wanted in ((sanne, first), (jip, uuid4())):
        with pytest.raises(NotFoundError, match="no such decision"):
            get_decision(wanted, for_user=stranger)


@pytest.mark.django_db
def test_a_decision_of_the_node_itself_belongs_to_no_unit():
    """Somebody without a unit does not thereby see what has none."""
    jip = a_person()
    decision_id = cleared(within()).decision_id
    with pytest.raises(NotFoundError):
        get_decision(decision_id, for_user=jip)


def test_a_decision_names_itself():
    """The name appears in errors and must hold no personal data."""
    one = GateDecision(outcome="hold")
    assert str(one) == f"hold {one.id}"
