"""The asking side, page by page: draft, check, gate, send, answer, consent."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.assistance.models import Request
from schakel.audit.models import LogEntry
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with an Italian partner."""
    return Office(settings, tmp_path)


def the_request():
    """Return the only request."""
    return Request.objects.get()


def reference():
    """Return what the partner calls it."""
    return {"request": str(the_request().id), "reference": "IT-Q-2026-000009"}


def test_a_request_goes_out_once_checked_and_comes_back_as_evidence(office):
    """The thread of the product, seen from the side that asks."""
    path = office.sent(office.report())
    (message,) = office.heard()
    assert message.kind == "request.send"
    assert message.body["asked"] == "Who uses the telephone number?"
    assert set(message.codes) == {"H1"}

    now = datetime.now(UTC).isoformat()
    office.says("request.taken-up", {**reference(), "received_at": now})
    office.jip.read(path)
    office.jip.expect("taken up", "IT-Q-2026-000009", "Due", "sent Sanne Oefening")
    office.says("request.clarify", {"request": str(the_request().id), "text": "Which boat?"})
    office.jip.read(path)
    office.jip.expect("Which boat?", "stands still")
    office.jip.send("/clarify", {"text": "FIORE"})
    office.says(
        "request.answer", {**reference(), "answer": str(uuid4()), "text": "Mr. X"}, codes=["H1"]
    )
    office.jip.read(path)
    office.jip.expect("information, not evidence", "Mr. X", "From Italy (test)")
    office.jip.send("/consent", {"reason": "Court of Rotterdam"})
    asked = office.heard()[-1]
    assert asked.kind == "consent.ask"
    until = (datetime.now(UTC) + timedelta(days=90)).isoformat()
    said = {"consent": asked.body["consent"], "given": True, "until": until, "text": ""}
    office.says("consent.answer", said)
    office.jip.read(path)
    office.jip.expect("may be used as evidence", "evidence until")
    office.says("consent.answer", {**said, "given": False})
    office.jip.read(path)
    office.jip.expect("may be used as evidence")


def test_every_message_that_is_read_gets_its_receipt_once(office):
    """Who answered must know that a person read it, not only who asked."""
    path = office.sent(office.report())
    asked = office.says("request.clarify", {"request": str(the_request().id), "text": "Which?"})
    answered = office.says(
        "request.answer", {**reference(), "answer": str(uuid4()), "text": "Mr. X"}, codes=["H1"]
    )
    assert office.opened() == []
    office.sanne.read("/requests/")
    assert office.opened() == []

    office.jip.read(path)
    wanted = [result["id"] for answer in (asked, answered) for result in answer.results]
    assert office.opened() == wanted
    office.jip.read(path)
    office.sanne.read(path)
    assert office.opened() == wanted


def test_a_no_to_consent_leaves_information(office):
    """Only a yes makes evidence."""
    path = office.sent(office.report())
    office.says("request.answer", {**reference(), "answer": str(uuid4()), "text": "x"})
    office.jip.read(path)
    office.jip.send("/consent", {"reason": "Court"})
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    consent = office.heard()[-1].body["consent"]
    office.says(
        "consent.answer", {"consent": consent, "given": False, "until": until, "text": "no"}
    )
    office.jip.read(path)
    office.jip.expect("information, not evidence")


def test_the_gate_refuses_zandria_and_the_log_says_so(office):
    """Rows 7 and 27, on the page and in the log, and nothing in the outbox."""
    path = office.draft(office.report(), country="XZ")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.repeat(path + "/send")
    office.sanne.expect("carrier is not Schakel")
    office.sanne.send("/pack")
    office.sanne.expect("Refused", "The gate is shut")
    rows = {href.rpartition("/")[2] for href in office.sanne.links("/gate/rows/")}
    assert {"7", "27"} <= rows
    assert office.heard() == []
    assert LogEntry.objects.filter(event="gate:refuse", recipient="XZ").exists()
    assert the_request().state == "in-review"


def test_nobody_sends_what_he_drafted_himself(office):
    """Two pairs of eyes, and no way around."""
    report = office.report()
    path = office.draft(report)
    office.jip.send("/submit")
    office.jip.read(path)
    assert "Ask the gate and send" not in office.jip.text()
    office.jip.repeat(path + "/send")
    assert office.jip.status == 403
    assert office.heard() == []


def test_a_form_sent_twice_sends_once(office):
    """A browser sent back must not make a second request."""
    path = office.sent(office.report())
    office.sanne.repeat(path + "/send")
    office.sanne.expect("sent already")

    assert len(office.heard()) == 1


def test_what_the_law_wants_is_named_before_it_leaves(office):
    """Art. 4(5): a hard stop for the legal minimum, naming the fields."""
    office.draft(office.report(), asked="", carrier_reason="")
    office.jip.send("/submit")
    office.jip.expect("Still missing", "What is asked", "Why not the prescribed carrier")
    office.jip.send("/save", {"asked": "Who?", "carrier": "siena"})
    office.jip.send("/submit")
    office.jip.expect("to be checked")


def test_the_desk_returns_with_a_remark(office):
    """The author learns what to change, and hands it in again."""
    path = office.draft(office.report())
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.send("/return", {"text": "Name the vessel."})
    office.jip.read(path)
    office.jip.expect("Name the vessel.", "draft")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.send("/send")
    office.sanne.expect("sent")


def test_another_carrier_by_hand(office):
    """SIENA is prescribed: package, outside reference, clock from its receipt, answer by hand."""
    path = office.draft(office.report(), carrier="siena", carrier_reason="")
    office.jip.send("/submit")
    office.sanne.read(path + "/package")
    assert office.sanne.status == 404
    office.sanne.read(path)
    office.sanne.send("/pack")
    office.sanne.read(path + "/package")
    office.sanne.expect("Who uses the telephone number?", "SIENA")
    office.sanne.read(path)
    office.sanne.send("/dispatch", {"outside_reference": "", "proof": ""})
    office.sanne.expect("Please mend this first")
    office.sanne.read(path)
    office.sanne.send(
        "/dispatch",
        {
            "outside_reference": "1234-5",
            "proof": "message number 1234-5",
            "received_at": "2026-11-24T10:00",
        },
    )
    office.sanne.expect("1234-5", "art. 5(1)(c)")
    office.sanne.send("/by-hand", {"outside_reference": "9-9", "text": "It is Mr. X."})
    office.sanne.expect("It is Mr. X.", "information, not evidence")
    assert office.heard() == []


def queue(person, lane):
    """Return the words of one lane of somebody's work queue."""
    person.read("/")
    return person.page.xpath(f"//*[@id='{lane}']")[0].text_content()


def test_an_answered_request_leaves_the_queue_when_it_is_closed(office):
    """What nobody can put away hides what is new; the giver is told nothing of it."""
    path = office.sent(office.report())
    body = {**reference(), "answer": str(uuid4()), "text": "Mr. X"}
    office.says("request.answer", body)
    ours = the_request().reference
    assert ours in queue(office.jip, "mine")
    assert ours not in queue(office.sanne, "unit"), "it is read by the unit that asked"
    sent = len(office.heard())
    assert office.post(office.sanne, path + "/close", {}) == 403

    office.jip.read(path)
    office.jip.send("/close")
    office.jip.expect("answered and closed")
    assert "/close" not in "".join(office.jip.page.xpath("//form/@action"))
    assert ours not in queue(office.jip, "mine")
    assert len(office.heard()) == sent
    office.jip.read(office.jip.read(path).xpath("//a/@href[contains(., '/casework/threads/')]")[0])
    office.jip.expect("We closed the request")

    office.says("request.answer", {**body, "answer": str(uuid4()), "text": "And Mr. Y"})
    assert ours in queue(office.jip, "mine"), "a further answer must be seen"
    office.jip.read(path)
    office.jip.expect("And Mr. Y")


def test_a_closed_request_waits_again_while_consent_is_asked(office):
    """Consent may be needed long after the answer was read."""
    path = office.sent(office.report())
    office.says("request.answer", {**reference(), "answer": str(uuid4()), "text": "Mr. X"})
    office.jip.read(path)
    office.jip.send("/close")
    office.jip.send("/consent", {"reason": "Court of Rotterdam"})
    assert the_request().reference in queue(office.jip, "waiting")
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    consent = office.heard()[-1].body["consent"]
    office.says("consent.answer", {"consent": consent, "given": True, "until": until, "text": ""})
    assert the_request().reference not in queue(office.jip, "waiting")


def test_withdrawing_takes_a_second_step_without_script(office):
    """One slip of the finger would cost the request."""
    path = office.sent(office.report())
    office.jip.read(path)
    (form,) = office.jip.page.xpath("//form[contains(@action, '/withdraw')]")
    (folded,) = form.xpath("ancestor::details")
    assert "open" not in folded.attrib
    assert "cannot be undone" in folded.text_content()


def test_a_withdrawn_request_is_told_to_the_partner(office):
    """Somebody there would work for nothing."""
    path = office.sent(office.report())
    office.jip.read(path)
    office.jip.send("/withdraw")
    office.jip.expect("withdrawn")
    assert office.heard()[-1].kind == "request.withdraw"
    office.says("request.answer", {**reference(), "answer": str(uuid4()), "text": "late"})
    office.jip.read(path)
    assert "late" not in office.jip.text()


def test_a_refusal_shows_its_ground(office):
    """Art. 6 is exhaustive."""
    path = office.sent(office.report())
    office.says(
        "request.refuse", {"request": str(the_request().id), "ground": "f", "text": "ongoing"}
    )
    office.jip.read(path)
    office.jip.expect("refused", "(f) national security", "ongoing")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("request.taken-up", {"request": "nothing"}),
        ("request.answer", {"request": str(uuid4()), "answer": str(uuid4()), "reference": "x"}),
        ("request.clarify", {"request": str(uuid4()), "text": "?"}),
        ("consent.answer", {"consent": str(uuid4()), "given": True, "until": "never", "text": ""}),
        ("consent.ask", {"consent": str(uuid4()), "answer": str(uuid4()), "purpose": "x"}),
        ("request.send", {"request": str(uuid4())}),
    ],
)
def test_a_message_about_nothing_is_harmless(office, kind, body):
    """A partner that lies or errs must not reach a request of ours."""
    office.sent(office.report())
    office.says(kind, body)

    assert the_request().state == "sent"


def test_walls_hold_between_units(office):
    """The immigration service sees neither report, thread nor request."""
    report = office.report()
    path = office.sent(report)
    bo = office.person("bo.proef")
    for address in (report, path, path + "/package"):
        bo.read(address)
        assert bo.status == 404
    office.jip.read(path)
    (thread,) = set(office.jip.links("/casework/threads/"))
    bo.read(thread)
    assert bo.status == 404
    office.sanne.read(report)
    assert office.sanne.status == 404
    kees = office.person("kees.knop")
    kees.read(path)
    assert kees.status == 404


def test_lists_and_fragments_show_the_request(office):
    """Three clicks from the report: report, thread, request."""
    report = office.report()
    path = office.sent(report)
    office.jip.read("/")
    office.jip.expect("Waiting for others", the_request().reference)
    office.jip.read("/requests/")
    office.jip.expect(the_request().reference)
    office.jip.read(report)
    thread = office.jip.links("/casework/threads/")[0]
    office.jip.read(thread)
    assert office.jip.links("/requests/threads/")
    office.jip.read(office.jip.links("/requests/threads/")[0], fragment=True)
    assert "<html" not in str(office.jip.page)
    office.jip.expect(the_request().reference, "waits to be sent")
    office.sanne.read("/")
    assert path in office.sanne.links("/requests/")
