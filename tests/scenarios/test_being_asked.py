"""The side that is asked: queue, clock, answer, refusal, consent."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.accounts.models import Notice
from schakel.assistance.actions import watch_clocks
from schakel.assistance.models import Request
from schakel.instruments.core.messages import RequestSent
from schakel.wire.core.bodies import to_body
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with an Italian partner."""
    return Office(settings, tmp_path)


def ask(office, **change):
    """Let Italy ask; return the address of the request in the queue of the desk."""
    body = RequestSent(
        request=uuid4(),
        reference="IT-Q-2026-000001",
        thread_reference="IT-T-2026-000001",
        title="dir-2023-977",
        instrument="dir-2023-977",
        from_unit="spoc",
        to_unit="spoc",
        asked="Is the plate known?",
        purpose="Investigation",
        available_because="hit",
        connection="driver",
        urgency="",
        urgency_reason="",
        restrictions="",
        directly_accessible=False,
        sent_at=datetime.now(UTC),
    )
    office.says("request.send", {**to_body(body), **change}, codes=["H2"], thread=uuid4())
    office.sanne.read("/")
    return office.sanne.links("/requests/")[0]


def test_a_request_waits_with_its_clock_and_is_answered(office, tmp_path):
    """What the partner counts on: queue, clock, references, answer with a file."""
    path = ask(office)
    office.sanne.read(path)
    office.sanne.expect("received, not taken up", "art. 5(1)(c)", "IT-Q-2026-000001", "H2")
    office.sanne.send("/take-up")
    assert office.heard()[-1].kind == "request.taken-up"
    note = tmp_path / "extract.txt"
    note.write_text("The plate belongs to a rental firm.")
    values = {"text": "See the file.", "codes": ["H1"], "source_grade": "A"}
    office.sanne.send("/answer", {**values, "information_grade": "1"}, files=(note,))
    office.sanne.expect("answered", "extract.txt", "SHA-256")
    answer = office.heard()[-1]
    assert answer.kind == "request.answer"
    assert [file.name for file in answer.files] == ["extract.txt"]
    assert set(answer.codes) == {"H1"}
    forms = "".join(office.sanne.page.xpath("//form/@action"))
    assert "/answer" in forms
    assert "/refuse" not in forms, "what was answered cannot be refused"


def test_consent_is_one_click_and_a_message(office):
    """The giver stays in control of what he gave."""
    path = ask(office)
    office.sanne.read(path)
    values = {"text": "Mr. X", "codes": ["H1"], "source_grade": "A", "information_grade": "1"}
    office.sanne.send("/answer", values)
    answer = office.heard()[-1].body["answer"]
    said = {"consent": str(uuid4()), "answer": answer, "purpose": "evidence", "reason": "Court"}
    office.says("consent.ask", said)
    office.says("consent.ask", said)
    office.sanne.read("/")
    office.sanne.expect(Request.objects.get().reference)
    office.sanne.read(path)
    office.sanne.expect("Court")
    office.sanne.send("/consents/", {"until": "2001-01-01"}, button=("answer", "yes"))
    office.sanne.expect("give a date to come")
    office.sanne.send("/consents/", button=("answer", "yes"))
    office.sanne.expect("may be used as evidence")
    assert office.heard()[-1].body["given"] is True


def test_a_question_stops_the_clock(office):
    """The sender's silence is not the desk's delay."""
    path = ask(office)
    office.sanne.read(path)
    office.sanne.send("/ask", {"text": "Which month?"})
    office.sanne.expect("stands still", "waits for clarification")
    request = Request.objects.get()
    office.says("request.clarified", {"request": str(request.id), "text": "October"})
    office.sanne.read(path)
    office.sanne.expect("October", "taken up")
    assert request.pauses.get().ended_at is not None


def test_a_refusal_needs_its_ground(office):
    """Art. 6(1): exhaustive grounds, and reasons for the partner."""
    path = ask(office)
    office.sanne.read(path)
    office.sanne.send("/refuse", {"ground": "", "text": "no"})
    office.sanne.expect("Please mend this first")
    office.sanne.read(path)
    office.sanne.send("/refuse", {"ground": "a", "text": "Not in our files."})
    office.sanne.expect("refused")
    sent = office.heard()[-1]
    assert (sent.kind, sent.body["ground"]) == ("request.refuse", "a")
    office.says("request.withdraw", {"request": sent.body["request"]})
    office.sanne.read(path)
    office.sanne.expect("refused")


def test_an_answer_without_grading_or_content_does_not_leave(office):
    """LED, art. 7(2): quality before sending."""
    path = ask(office)
    office.sanne.read(path)
    office.sanne.send("/answer", {"text": "", "source_grade": "A", "information_grade": "1"})
    office.sanne.expect("write the answer or add its files")
    office.sanne.send("/answer", {"text": "x", "source_grade": "", "information_grade": "1"})
    office.sanne.expect("Please mend this first")
    assert office.heard() == []


def test_a_withdrawn_request_leaves_the_queue(office):
    """Nobody works for nothing."""
    path = ask(office)
    office.says("request.withdraw", {"request": str(Request.objects.get().id)})
    office.sanne.read(path)
    office.sanne.expect("withdrawn")
    office.sanne.read("/")
    assert path not in office.sanne.links("/requests/")


def test_a_clock_warns_before_it_ends_and_says_when_it_has(office):
    """Once each, to the desk."""
    ask(office, urgency="life", urgency_reason="adrift", directly_accessible=True)
    received = Request.objects.get().received_at
    assert received is not None

    def kinds():
        return set(Notice.objects.values_list("kind", flat=True))

    assert watch_clocks(received + timedelta(hours=1)) == 0
    assert watch_clocks(received + timedelta(hours=7)) == 1
    assert watch_clocks(received + timedelta(hours=7)) == 0
    assert "clock-warning" in kinds()
    assert watch_clocks(received + timedelta(hours=9)) == 1
    assert watch_clocks(received + timedelta(hours=9)) == 0
    assert "clock-lapsed" in kinds()


def test_an_unknown_unit_reaches_the_desk(office):
    """A partner's directory may be old; the request must not be lost."""
    path = ask(office, to_unit="closed-desk")
    office.sanne.read(path)
    office.sanne.expect("received, not taken up")


def test_an_unknown_instrument_is_not_taken(office):
    """Better a clear no than a request without a clock."""
    with pytest.raises(IndexError):
        ask(office, instrument="letter-of-1900")
    assert not Request.objects.exists()


def test_the_prosecution_joins_and_sees_nothing_earlier(office):
    """The thread turns formal, and the wall stays until a leg is released."""
    path = ask(office)
    office.sanne.read(path)
    thread = office.sanne.links("/casework/threads/")[0]
    office.sanne.read(thread)
    office.sanne.send("/admit", {"unit": "om"})
    floor = office.person("floor.verzonnen")
    floor.read(thread)
    floor.expect("joined the thread")
    assert "came in from" not in floor.text()
    floor.read(path)
    assert floor.status == 404
    floor.read("/requests/")
    assert "IT-Q-2026-000001" not in floor.text()
    office.sanne.read(thread)
    office.sanne.send("/release", {"unit": "om"})
    floor.read(thread)
    floor.expect("came in from Italy")
    floor.read(path)
    floor.expect("Is the plate known?")
