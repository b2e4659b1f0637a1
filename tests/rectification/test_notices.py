"""A privacy officer's decision reaches every node that has the data, and each signs for it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework.models import Person
from schakel.custody.models import Item
from schakel.exchange.models import Incoming, Outgoing
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.oversight import actions as oversight
from schakel.oversight.core.due import Kind, Outcome
from schakel.oversight.models import RecipientNotice
from schakel.rectification import actions
from schakel.rectification.core import notices
from schakel.rectification.models import HeardNotice
from tests.custody.chain import Chain

NOW = datetime.now(UTC)


@pytest.fixture
def chain(settings, tmp_path, db):
    """Italy gave, we hold, France may get it."""
    return Chain(settings, tmp_path)


@pytest.fixture
def noor(chain):
    """Return the privacy officer."""
    return find_user("noor.toets")


def decided(chain, noor, kind=Kind.RECTIFICATION):
    """Let a person ask, and the privacy officer grant it; Italy got a request about him."""
    chain.office.sent(chain.office.report())
    file = oversight.take_request(
        reference="PV-1", kind=kind, name="Rico Fantasia", asked="", received_date=NOW.date(),
        by=noor, now=NOW,
    )  # fmt: skip
    oversight.decide_request(
        request_id=file, outcome=Outcome.GRANTED, reason="wrong name",
        person_ids=[Person.objects.get().id], by=noor, now=NOW,
    )  # fmt: skip
    return file


def told(chain, node="it", kind="subject.notice"):
    """Return the bodies of what a partner heard of one kind."""
    return [one.body for one in chain.hears(node) if one.kind == kind]


def notice(chain, about, *, envelopes=None):
    """Let Italy's privacy officer give notice about what it sent; return its id."""
    given = str(uuid4())
    if envelopes is None:
        rows = Incoming.objects.filter(link="it", kind="request.answer")
        envelopes = [str(one) for one in rows.values_list("envelope_id", flat=True)]
    body = {"notice": given, "about": about, "envelopes": envelopes, "at": NOW.isoformat()}
    chain.says("it", "subject.notice", body)
    return given


@pytest.mark.parametrize("kind", [Kind.RECTIFICATION, Kind.ERASURE, Kind.RESTRICTION])
def test_a_decision_tells_every_node_that_got_data_of_the_person(chain, noor, kind):
    """By ids of the messages that brought it, and without a word about the person."""
    decided(chain, noor, kind)
    (said,) = told(chain)
    row = RecipientNotice.objects.get(recipient="it")
    assert (said["notice"], said["about"]) == (str(row.id), kind.value)
    sent = Outgoing.objects.get(link="it", kind="request.send")
    assert str(sent.id) in said["envelopes"]
    assert "Fantasia" not in str(said)
    assert row.told_at is None


def test_the_receipt_of_the_partner_says_that_he_was_told(chain, noor):
    """The first says what his node did by itself, the second what his privacy officer did."""
    file = decided(chain, noor)
    row = RecipientNotice.objects.get()
    body = {"notice": str(row.id), "items": 2, "at": NOW.isoformat()}
    chain.says("it", "subject.receipt", {**body, "outcome": "restricted"})
    row.refresh_from_db()
    assert row.told_at is not None
    chain.says("it", "subject.receipt", {**body, "outcome": "done"})
    page = chain.office.person("noor.toets")
    page.read(f"/oversight/requests/{file}")
    page.expect("Schakel: done, 2")
    assert LogEntry.objects.filter(event="notice:tell", recipient="it").count() == 2


def test_nobody_else_signs_for_a_notice(chain, noor):
    """France was told nothing, and cannot say that Italy was."""
    decided(chain, noor)
    row = RecipientNotice.objects.get()
    body = {"notice": str(row.id), "items": 0, "at": NOW.isoformat(), "outcome": "done"}
    chain.says("fr", "subject.receipt", body)
    chain.says("it", "subject.receipt", {**body, "outcome": "lost"})
    row.refresh_from_db()
    assert row.told_at is None


def test_a_breach_is_told_to_each_partner_concerned(chain, noor):
    """Art. 30(6), without undue delay."""
    breach = oversight.open_breach(reference="DL-1", what="x", discovered_at=NOW, by=noor, now=NOW)
    known = {"consequences": "", "measures": "", "people": 0, "partners": ["it", "fr"]}
    oversight.save_breach(breach_id=breach, by=noor, now=NOW, **known)
    oversight.save_breach(breach_id=breach, by=noor, now=NOW, **known)
    for node in ("it", "fr"):
        assert [one["about"] for one in told(chain, node)] == ["breach"]


def test_a_partner_s_notice_restricts_what_it_is_about_and_is_signed_for(chain, noor):
    """Nobody uses it until the privacy officer has settled it, and the partner knows."""
    answer = chain.answer()
    given = notice(chain, "rectification")
    item = Item.objects.get(id=answer)
    assert item.restricted_at is not None
    (said,) = told(chain, kind="subject.receipt")
    assert (said["notice"], said["outcome"], said["items"]) == (given, "restricted", 1)
    assert Notice.objects.filter(kind="subject-notice", user=noor).exists()
    page = chain.office.person("noor.toets")
    page.read("/rectification/")
    page.expect(item.reference, "its use is restricted")
    page.send("/settle", button=("outcome", "done"))
    page.expect("done")
    assert told(chain, kind="subject.receipt")[-1]["outcome"] == "done"
    lines = set(LogEntry.objects.filter(object_id=given).values_list("event", flat=True))
    assert lines == {"subject-notice:hear", "subject-notice:settle"}


def test_a_breach_elsewhere_restricts_nothing(chain, noor):
    """We are told; what we hold is not wrong."""
    answer = chain.answer()
    notice(chain, "breach")
    assert Item.objects.get(id=answer).restricted_at is None
    assert told(chain, kind="subject.receipt")[-1]["outcome"] == "received"


def test_a_partner_speaks_for_what_it_gave_itself(chain, noor):
    """France must not be able to restrict what Italy gave."""
    answer = chain.answer()
    envelope = str(Incoming.objects.get(kind="request.answer").envelope_id)
    body = {"notice": str(uuid4()), "about": "erasure", "envelopes": [envelope]}
    chain.says("fr", "subject.notice", {**body, "at": NOW.isoformat()})
    assert Item.objects.get(id=answer).restricted_at is None
    assert HeardNotice.objects.get().item_ids == []


def test_the_same_notice_twice_and_one_about_nothing_change_nothing(chain, noor):
    """A resend is harmless; an unknown word is not taken."""
    chain.answer()
    given = notice(chain, "rectification", envelopes=[])
    body = {"notice": given, "about": "rectification", "envelopes": [], "at": NOW.isoformat()}
    chain.says("it", "subject.notice", body)
    chain.says("it", "subject.notice", {**body, "notice": str(uuid4()), "about": "gossip"})
    assert HeardNotice.objects.count() == 1


def test_only_a_privacy_officer_settles_and_once(chain, noor):
    """Each refusal says why."""
    chain.answer()
    notice(chain, "erasure")
    heard = HeardNotice.objects.get().id
    done = {"heard_id": heard, "outcome": notices.Outcome.DONE, "now": NOW}
    with pytest.raises(NotAllowedError):
        actions.settle_heard(by=find_user("jip.voorbeeld"), **done)
    with pytest.raises(NotFoundError):
        actions.settle_heard(by=noor, **{**done, "heard_id": uuid4()})
    with pytest.raises(UnusableInputError):
        actions.settle_heard(by=noor, **{**done, "outcome": notices.Outcome.RECEIVED})
    actions.settle_heard(by=noor, **done)
    with pytest.raises(ConflictError):
        actions.settle_heard(by=noor, **done)
    page = chain.office.person("noor.toets")
    chain.office.post(page, f"/rectification/{heard}/settle", {"outcome": "done"})
    assert HeardNotice.objects.get().settled_at == NOW


def test_who_has_no_node_is_told_by_hand(chain, noor):
    """The line stays on the page of the file."""
    from schakel.oversight.core.tellers import Told

    before = Outgoing.objects.count()
    given = Told(notice=uuid4(), recipient="XZ", about="erasure", envelopes=())
    actions.give_notice(given, now=NOW + timedelta(days=1))
    assert Outgoing.objects.count() == before
