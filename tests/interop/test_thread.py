"""A node in another language, written from the page of the protocol alone, and ours."""

import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from schakel.site.demo.seed import SAMPLES
from tests.scenarios.office import FILLED

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed"),
]
EXTRACT = SAMPLES / "reply-vessel-register.pdf"


def test_a_thread_that_we_begin(pair, tmp_path):
    """Request, receipts of all stages, clarification, answer with files in chunks, consent."""
    jip, sanne, it = pair.first.jip, pair.first.sanne, pair.second
    path = request_to_italy(jip, sanne)

    asked = it.wait_for("request.send")
    assert asked["body"]["asked"] == FILLED["asked"]
    assert asked["codes"] == ["H1"]
    sanne.wait_for(path, lambda v: "delivered" in v.text(), "delivery")
    it.do("opened", id=asked["id"])
    sanne.wait_for(path, lambda v: "opened" in v.text(), "the opened receipt")

    request = asked["body"]["request"]
    reference = {"request": request, "reference": "IT-Q-2026-000007"}

    def says(kind, body, **more):
        return it.send("nl", kind, body, thread=asked["thread"], purpose="crime", **more)

    says("request.taken-up", {**reference, "received_at": now()})
    says("request.clarify", {"request": request, "text": "Which vessel?"})
    jip.wait_for(path, lambda v: "Which vessel?" in v.text(), "the question")
    jip.read(path)
    jip.expect("IT-Q-2026-000007", "stands still")
    jip.send("/clarify", {"text": "The motor vessel FIORE."})
    assert it.wait_for("request.clarified")["body"]["text"] == "The motor vessel FIORE."

    long = tmp_path / "log.txt"
    long.write_bytes(b"position logged\n" * 80_000)
    files = [
        {"path": str(EXTRACT), "name": EXTRACT.name, "mediaType": "application/pdf"},
        {"path": str(long), "name": "log.txt", "mediaType": "text/plain"},
    ]
    answer = {**reference, "answer": str(uuid4()), "text": "See the extract."}
    sent = says("request.answer", answer, codes=["H1"], files=files)
    it.wait_for_stage(sent, "delivered")
    jip.wait_for(path, lambda v: "See the extract." in v.text(), "the answer")
    jip.read(path)
    jip.expect("information, not evidence", *(digest(one) for one in (EXTRACT, long)))

    jip.send("/consent", {"reason": "Proceedings in The Hague"})
    wish = it.wait_for("consent.ask")
    assert wish["body"]["answer"] == answer["answer"]
    until = (datetime.now(UTC) + timedelta(days=90)).isoformat()
    said = {"consent": wish["body"]["consent"], "given": True, "until": until, "text": ""}
    says("consent.answer", said)
    jip.wait_for(path, lambda v: "may be used as evidence" in v.text(), "the consent")


def test_a_thread_that_they_begin(pair, tmp_path):
    """We receive, ask back, answer with a file, and are asked for consent."""
    sanne, it = pair.first.sanne, pair.second
    thread, request = str(uuid4()), str(uuid4())
    seats = [{"node": node, "unit": "spoc"} for node in ("it", "nl")]

    def asks(kind, body):
        more = {"thread": thread, "purpose": "crime", "codes": ["H2"], "participants": seats}
        return it.send("nl", kind, body, **more)

    sent = asks("request.send", a_request(request))
    it.wait_for_stage(sent, "delivered")
    path = f"/requests/{request}"
    sanne.wait_for("/", lambda v: path in v.links("/requests/"), "the request")
    sanne.read(path)
    it.wait_for_stage(sent, "opened")
    sanne.expect("IT-Q-2026-000008", "art. 5(1)(c)")

    sanne.send("/take-up")
    assert it.wait_for("request.taken-up")["body"]["reference"].startswith("NL-Q-")
    sanne.send("/ask", {"text": "Which month?"})
    assert it.wait_for("request.clarify")["body"]["text"] == "Which month?"
    asks("request.clarified", {"request": request, "text": "October"})
    sanne.wait_for(path, lambda v: "October" in v.text(), "the clarification")
    sanne.read(path)

    long = tmp_path / "extract.txt"
    long.write_bytes(b"rented out\n" * 120_000)
    values = {"text": "See the file.", "codes": ["H1"], "source_grade": "A"}
    sanne.send("/answer", {**values, "information_grade": "1"}, files=(long,))
    answer = it.wait_for("request.answer")
    (reference,) = answer["files"]
    assert it.file(reference) == long.read_bytes()
    assert reference["sha256"] == digest(long)
    it.do("opened", id=answer["id"])

    consent = str(uuid4())
    wish = {"consent": consent, "answer": answer["body"]["answer"], "purpose": "evidence"}
    asks("consent.ask", {**wish, "reason": "Court of Genoa"})
    sanne.wait_for(path, lambda v: "Court of Genoa" in v.text(), "the question")
    sanne.read(path)
    sanne.send("/consents/", button=("answer", "yes"))
    said = it.wait_for("consent.answer")["body"]
    assert (said["consent"], said["given"]) == (consent, True)


def test_either_is_killed_and_the_line_heals(pair):
    """What waits comes once when the other is back, also behind what expired meanwhile."""
    first, it = pair.first, pair.second
    first.processes.stop()
    late = it.send(
        "nl", "request.send", a_request(str(uuid4())), thread=str(uuid4()), lifeDays=1e-6
    )
    requests = [str(uuid4()) for _ in range(12)]
    sent = [
        it.send("nl", "request.send", a_request(request), thread=str(uuid4()))
        for request in requests
    ]
    it.kill()
    it.start()
    first.processes.start()
    it.wait_for_stage(sent[-1], "delivered")
    stages = {one["id"]: one["stage"] for one in it.do("outgoing")}
    assert [stages[one] for one in sent] == ["delivered"] * len(sent)
    assert stages[late] == "voided"
    kept = [one["id"] for one in first.sanne.objects() if one["kind"] == "request"]
    assert sorted(one for one in kept if one in requests) == sorted(requests)


def test_both_compare_the_same_digits(pair):
    """The administrators read the fingerprints to each other by telephone."""
    digits = pair.second.do("link", card=pair.first.card)["fingerprint"]
    assert pair.first.schakel("node", "fingerprint").strip() == digits


def request_to_italy(jip, sanne):
    """Report, draft, check, send; return the address of the request."""
    jip.read("/casework/reports/new")
    values = {"text": "He left the number +31 6 12345678.", "source_grade": "B"}
    jip.send("/casework/reports/new", {**values, "information_grade": "2"})
    report = jip.address
    jip.send("/save", {"necessity": "supplier of boats", "codes": ["H1"]})
    jip.send("/persons", {"name": "Rico Fantasia", "role": "suspect"})
    jip.read(f"/requests/new?report={report.rpartition('/')[2]}")
    (italy,) = jip.page.xpath(
        "//select[@name='authority']/option[contains(., 'Italy') and contains(., 'contact')]/@value"
    )
    jip.send("/requests/new", {**FILLED, "authority": italy})
    path = jip.address
    jip.send("/submit")
    sanne.read(path)
    sanne.send("/send")
    return path


def a_request(request):
    """Return the body of a request as the page of messages describes it."""
    return {
        "request": request,
        "reference": "IT-Q-2026-000008",
        "thread_reference": "IT-T-2026-000008",
        "title": "Vessel FIORE",
        "instrument": "dir-2023-977",
        "from_unit": "spoc",
        "to_unit": "spoc",
        "asked": "Is the plate known?",
        "purpose": "Investigation",
        "available_because": "A hit",
        "connection": "The driver",
        "urgency": "",
        "urgency_reason": "",
        "restrictions": "",
        "directly_accessible": False,
        "sent_at": now(),
    }


def now():
    """Return the moment as messages carry it."""
    return datetime.now(UTC).isoformat()


def digest(path):
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
