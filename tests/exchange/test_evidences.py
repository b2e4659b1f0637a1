"""Who waits is told when a stage is not reached in time, with a signed evidence of it."""

from datetime import timedelta

import httpx
import pytest

from schakel.accounts.actions import make_unit
from schakel.accounts.models import Notice
from schakel.audit.models import LogEntry
from schakel.exchange.actions import lapse, send_waiting
from schakel.exchange.actions.sending import State
from schakel.exchange.models import Evidence, Outgoing
from schakel.exchange.queries import delivery_of, own_card
from schakel.exchange.wording import EXPECTED as EXPECTED_WORDS
from schakel.exchange.wording import LAPSED
from schakel.wire.actions.sealing import EVIDENCE, verify
from schakel.wire.core.envelope import Participant
from schakel.wire.core.evidences import EXPECTED, MISSED, WITHIN, EvidenceStage, lapses_at
from schakel.wire.core.kinds import places
from schakel.wire.core.receipts import Stage
from tests.exchange.partner import NOON, THREAD
from tests.exchange.test_pages import shown
from tests.exchange.test_sending import put, signing

DAY = timedelta(days=1)
WAITS = (Participant(node="it", unit="spoc"), Participant(node="nl", unit="liaison"))


@pytest.fixture
def desks(db):
    """Make two units, and no thread that a page could show."""
    for code, kind in (("liaison", "liaison"), ("spoc", "spoc")):
        make_unit(
            code=code, kind=kind, name_en=code, name_nl=code, controller="x", regime="wpg", now=NOON
        )


def notices():
    """Return which unit was told what."""
    return [(n.unit.code, n.kind, n.path) for n in Notice.objects.order_by("made_at", "id")]


@pytest.mark.django_db
def test_each_stage_lapses_in_its_turn(partner, line, desks, handled):
    """Taken, took effect, opened: for each there is a time, a signature and a notice."""
    line.answer = lambda request: httpx.Response(503)
    waits = put(participants=WAITS)
    assert lapse(NOON + DAY - timedelta(seconds=1)) == 0
    assert delivery_of(waits).expected == EvidenceStage.RELAY
    send_waiting(NOON)
    assert lapse(NOON + DAY) == 1
    assert lapse(NOON + 2 * DAY) == 0

    line.answer = signing(partner, stages=(Stage.ACCEPTED,))
    send_waiting(NOON + 2 * DAY)
    assert delivery_of(waits).due_at == NOON + 3 * DAY
    assert lapse(NOON + 3 * DAY) == 1
    Outgoing.objects.update(state=State.DELIVERED, lapses_at=NOON + 10 * DAY)
    assert lapse(NOON + 10 * DAY) == 1

    stages = ["relay", "delivery", "retrieval"]
    assert [stage for stage, _, _ in delivery_of(waits).lapsed] == stages
    assert notices() == [("liaison", "delivery-late", "/exchange/")] * 3
    lines = LogEntry.objects.filter(event="envelope:lapse")
    assert {one.facts["stage"] for one in lines} == set(stages)
    text = shown(waits)
    assert "The other node did not take it in time." in text
    assert "Nobody there opened it in time." in text


@pytest.mark.django_db
def test_the_evidence_is_signed_and_names_what_did_not_arrive(partner, desks):
    """A court may ask when we knew."""
    envelope_id = put(participants=WAITS)
    lapse(NOON + DAY)
    token = Evidence.objects.get().token
    said, sender = verify(token, find_card=lambda code: own_card(), typ=EVIDENCE)
    assert sender == "nl"
    assert (said["envelope"], said["stage"]) == (str(envelope_id), "relay")
    assert said["digest"] == Outgoing.objects.get().digest
    assert (said["outcome"], said["to"]) == ("lapsed", "it")
    assert said["due"] == "2026-11-25T12:00:00.000000Z"


@pytest.mark.django_db
def test_what_failed_for_good_is_told_at_once(partner, line, desks):
    """Refused, expired: waiting longer would only cost time."""
    refused = put(participants=WAITS)
    line.answer = signing(partner, stages=(Stage.REFUSED,), problem="exchange.unknown-kind")
    send_waiting(NOON)
    assert lapse(NOON) == 1
    assert delivery_of(refused).state == "failed"
    late = put(participants=WAITS, expires_at=NOON + timedelta(minutes=5))
    line.answer = lambda request: httpx.Response(503)
    send_waiting(NOON + DAY)
    assert lapse(NOON + DAY) == 1
    assert delivery_of(late).state == "expired"
    assert [kind for _, kind, _ in notices()] == ["delivery-failed"] * 2


@pytest.mark.django_db
def test_the_notice_leads_to_the_thread_when_people_see_one(partner, desks):
    """The room that knows threads says where."""
    known = dict(places._entries)
    places._entries["thread"] = lambda thread_id: f"/casework/threads/{thread_id}"
    try:
        put(participants=WAITS)
        put()
        lapse(NOON + DAY)
    finally:
        places._entries.clear()
        places._entries.update(known)
    path = f"/casework/threads/{THREAD}"
    assert sorted(notices()) == [
        ("liaison", "delivery-late", path),
        ("spoc", "delivery-late", path),
    ]


@pytest.mark.django_db
def test_a_node_without_desks_signs_all_the_same(partner):
    """There is nobody to tell; the evidence stands."""
    put()
    assert lapse(NOON + DAY) == 1
    assert Evidence.objects.count() == 1
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_nobody_waits_for_the_paper_round_a_message(partner):
    """A receipt of a receipt would never end."""
    put()
    Outgoing.objects.update(kind="exchange.receipt", lapses_at=NOON)
    assert lapse(NOON) == 1
    assert not Evidence.objects.exists()
    Outgoing.objects.update(kind="test.note", lapses_at=NOON, state=State.OPENED)
    assert lapse(NOON) == 1
    assert not Evidence.objects.exists()


def test_the_time_of_each_stage_runs_from_the_one_before():
    """Twenty-four hours to arrive, twenty-four to take effect, a week to be opened."""
    for state, stage in EXPECTED.items():
        assert lapses_at(state, kind="x", since=NOON) == NOON + WITHIN[stage]
        assert lapses_at(state, kind="exchange.receipt", since=NOON) is None
    for state in MISSED:
        assert lapses_at(state, kind="x", since=NOON) == NOON
    assert lapses_at("opened", kind="x", since=NOON) is None
    assert set(EXPECTED_WORDS) == set(LAPSED) == set(EXPECTED.values())
