"""May I use this in court, may I pass it on: asked, answered, relayed, taken back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.audit.models import LogEntry
from schakel.custody.actions import watch_consents
from schakel.custody.models import Consent, Copy, Item
from tests.custody.chain import SECRET


def test_h2_goes_no_further_without_leave_and_to_whom_leave_names_with_it(chain):
    """Row 10: held until the originator says so; then that datum to that receiver alone."""
    answer = chain.answer()
    assert "/gate/" in chain.passes_on(answer)
    chain.office.sanne.expect("Held")
    chain.asks(answer, receivers="FR")
    question = chain.hears("it")[-1]
    assert question.kind == "consent.ask"
    assert (question.body["answer"], question.body["receivers"]) == (answer, ["FR"])
    assert (question.body["purpose"], question.body["asked_by"]) == ("", "nl")
    assert "/gate/" in chain.passes_on(answer)
    chain.consents()
    assert chain.passes_on(answer).startswith("/custody/items/")
    passed = chain.hears("fr")[-1]
    assert passed.kind == "item.pass"
    assert (passed.body["text"], passed.body["originator"]) == (SECRET, "it")
    assert Copy.objects.get(item_id=answer, node="fr").decision_id
    assert "/pass-on" not in chain.office.sanne.page.text_content()


def test_leave_for_france_is_no_leave_for_a_court_in_france(chain):
    """H1 stays shut when H2 is lifted."""
    answer = chain.answer()
    chain.asks(answer, receivers="FR", purpose="crime")
    chain.consents()
    assert "/gate/" in chain.passes_on(answer, purpose="evidence")
    assert chain.passes_on(answer).startswith("/custody/")


def test_a_no_of_the_originator_refuses(chain):
    """Row 9: not held, refused."""
    answer = chain.answer()
    chain.asks(answer, receivers="FR")
    chain.consents(given=False)
    chain.passes_on(answer)
    chain.office.sanne.expect("Refused")
    assert chain.hears("fr") == []


def test_a_consent_that_is_taken_back_closes_the_gate_again(chain):
    """At once, here and behind us."""
    answer = chain.answer()
    chain.asks(answer, purpose="evidence")
    consent = chain.consents()
    chain.office.jip.read(chain.path)
    chain.office.jip.expect("may be used as evidence")
    chain.says("it", "consent.withdraw", {"consent": consent, "at": datetime.now(UTC).isoformat()})
    chain.office.jip.read(chain.path)
    chain.office.jip.expect("information, not evidence", "taken back")
    assert Notice.objects.filter(kind="consent-withdrawn").exists()
    assert LogEntry.objects.filter(event="consent:withdraw").exists()


def test_a_consent_ends_with_its_date(chain):
    """Nobody has to take it back; the chore only writes it down."""
    answer = chain.answer()
    chain.asks(answer, purpose="evidence")
    chain.consents()
    Consent.objects.update(until=datetime.now(UTC) - timedelta(seconds=1))
    chain.office.jip.read(chain.path)
    chain.office.jip.expect("information, not evidence", "ended")
    watch_consents(datetime.now(UTC))
    assert Consent.objects.get().state == "ended"


def test_a_question_that_waits_too_long_is_told_once(chain):
    """Seven days, a rule of the house; both sides see the clock."""
    answer = chain.answer()
    chain.asks(answer, purpose="evidence")
    chain.office.jip.read("/")
    chain.office.jip.expect("Question for consent")
    late = datetime.now(UTC) + timedelta(days=9)
    assert watch_consents(late) == 1
    assert watch_consents(late) == 0
    assert Notice.objects.filter(kind="clock-lapsed").count() == 1


def test_a_hand_in_between_passes_question_answer_and_withdrawal_on(chain):
    """France asks us, Italy decides; the proof that Italy said so travels along."""
    answer = chain.answer(codes=("H1",))
    chain.passes_on(answer)
    consent = str(uuid4())
    body = {"consent": consent, "answer": answer, "purpose": "evidence", "reason": "Lille"}
    chain.says("fr", "consent.ask", body)
    asked = chain.hears("it")[-1]
    assert (asked.kind, asked.body["consent"], asked.body["asked_by"]) == (
        "consent.ask",
        consent,
        "fr",
    )
    chain.office.sanne.read(f"/custody/items/{answer}")
    assert "Yes, may be used as evidence" not in chain.office.sanne.text()
    chain.consents()
    told = chain.hears("fr")[-1]
    assert (told.kind, told.body["given"], told.body["originator"]) == (
        "consent.answer",
        True,
        "it",
    )
    assert len(told.body["proof"]) == 64
    # it is a consent to France, none to us
    chain.office.jip.read(chain.path)
    chain.office.jip.expect("information, not evidence")
    chain.says("it", "consent.withdraw", {"consent": consent, "at": datetime.now(UTC).isoformat()})
    assert chain.hears("fr")[-1].kind == "consent.withdraw"


def test_who_gave_an_answer_decides_and_takes_back(chain):
    """The other side: one click and a message, and one click back."""
    from tests.scenarios.test_being_asked import ask

    sanne = chain.office.sanne
    sanne.read(ask(chain.office))
    grades = {"source_grade": "A", "information_grade": "1"}
    sanne.send("/answer", {"text": SECRET, "codes": ["H1"], **grades})
    item = Item.objects.get()
    assert (item.originator, item.from_node) == ("nl", "nl")
    consent = str(uuid4())
    body = {"consent": consent, "answer": str(item.id), "purpose": "evidence", "reason": "Roma"}
    chain.says("it", "consent.ask", body)
    page = f"/custody/items/{item.id}"
    sanne.read(page)
    sanne.send("/consents/", button=("answer", "no"))
    sanne.expect("for a no the reason")
    sanne.send("/consents/", button=("answer", "yes"))
    assert chain.hears("it")[-1].body["given"] is True
    sanne.send("/withdraw")
    sanne.expect("taken back")
    assert chain.hears("it")[-1].kind == "consent.withdraw"
    sanne.repeat(f"/custody/consents/{consent}/withdraw")
    sanne.expect("no consent to take back")
    sanne.repeat(f"/custody/consents/{consent}", {"until": "2030-01-01", "answer": "yes"})
    sanne.expect("answered already")
    sanne.repeat(f"/custody/items/{item.id}/consent", {"reason": "x"})
    assert sanne.status == 403


def test_an_originator_without_a_node_answers_by_hand(chain):
    """With the reference under which the answer came."""
    office = chain.office
    path = office.draft(office.report(), carrier="siena", carrier_reason="")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.send("/pack")
    office.sanne.read(path)
    office.sanne.send("/dispatch", {"outside_reference": "1", "proof": "1"})
    office.sanne.send("/by-hand", {"outside_reference": "9", "text": SECRET, "codes": ["H1"]})
    office.jip.read(path)
    office.jip.send("/consent", {"reason": "Court"})
    assert office.heard() == []
    office.sanne.read(path)
    office.sanne.send("/consents/", button=("answer", "yes"))
    office.sanne.expect("under which reference")
    office.sanne.send("/consents/", {"text": "SIENA 77"}, button=("answer", "yes"))
    office.sanne.expect("may be used as evidence", "SIENA 77")
    office.sanne.send("/withdraw")
    office.sanne.expect("information, not evidence")


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"reason": ""}, "Something was not filled in"),
        ({"reason": "x", "purpose": "gossip"}, "Something was not filled in"),
    ],
)
def test_a_question_that_asks_nothing_is_not_sent(chain, values, says):
    """And the page says so."""
    answer = chain.answer()
    before = len(chain.hears("it"))
    chain.office.post(chain.office.jip, f"/custody/items/{answer}/consent", values)
    chain.office.jip.expect(says)
    chain.asks(answer, purpose="evidence")
    chain.asks(answer, purpose="evidence")
    chain.office.jip.expect("open already")
    assert len(chain.hears("it")) == before + 1


@pytest.mark.parametrize(
    ("node", "kind", "body"),
    [
        ("fr", "consent.ask", {"purpose": "evidence", "reason": "x"}),
        ("it", "consent.ask", {"purpose": "gossip", "reason": "x"}),
        ("it", "consent.answer", {"given": True, "until": "2030-01-01T00:00:00+00:00", "text": ""}),
        ("fr", "consent.withdraw", {"at": "2026-11-24T12:00:00+00:00"}),
        ("fr", "item.recall", {}),
        ("fr", "item.receipt", {"node": "fr", "outcome": "erased", "ground": ""}),
        ("fr", "item.disclosed", {}),
    ],
)
def test_what_is_not_between_us_has_no_effect(chain, node, kind, body):
    """A partner who guesses ids learns nothing and changes nothing."""
    answer = chain.answer()
    held = Item.objects.get(id=answer)
    common = {
        "consent": str(uuid4()),
        "answer": answer,
        "item": answer,
        "notice": str(uuid4()),
        "originator": "it",
        "reason": "outdated",
        "at": "2026-11-24T12:00:00+00:00",
    }
    chain.says(node, kind, {**common, **body})
    assert not Consent.objects.exists()
    assert Item.objects.get(id=answer).state == held.state
