"""The main job, played over HTTP on three real nodes: `schakel demo --check`."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx

from schakel.kernel.canonical import sha256_hex
from schakel.kernel.errors import SchakelError
from schakel.site.demo.seed import SAMPLES
from schakel.site.demo.stage import Stage
from schakel.site.demo.visitor import StepFailedError, Visitor
from schakel.site.serving import environment_of

Say = Callable[[str], Any]
# What a step may end in when a node, a page or the line is not as it must be.
BROKEN = (SchakelError, httpx.HTTPError, OSError, LookupError, ValueError)


def play(stage: Stage, *, say: Say) -> dict[str, Any]:
    """Play the thread; return the steps with their times, and the states of all objects.

    A step that is not as it must be ends the play; what was reached until then is still read back.
    Whatever interrupts it, the nodes end with it.
    """
    walk = Walk(stage, say)
    try:
        walk.run()
        nodes = walk.read_back()
    finally:
        stage.stop()
    return {
        "ok": all(step["ok"] for step in walk.steps) and walk.finished,
        "steps": walk.steps,
        "nodes": nodes,
    }


class Walk:
    """The play: each method named in `STEPS` is one step."""

    STEPS = (
        "nodes",
        "sign_in",
        "hint",
        "findings",
        "person",
        "hit",
        "gate_refuses",
        "refusal_is_logged",
        "draft",
        "check_and_send",
        "receipts",
        "take_up",
        "clarify",
        "answer",
        "answer_is_information",
        "consent",
        "evidence",
        "no_node",
        "prosecution",
        "node_down",
        "node_returns",
        "never_twice",
        "search",
        "log_is_whole",
    )

    def __init__(self, stage: Stage, say: Say) -> None:
        self.stage = stage
        self.say = say
        self.steps: list[dict[str, Any]] = []
        self.finished = False
        self.people: dict[str, Visitor] = {}
        self.links: dict[str, dict[str, str]] = {}
        self.report = self.thread = self.request = self.second = self.asked = ""

    def run(self) -> None:
        """Take every step in order; stop at the first that fails."""
        for name in self.STEPS:
            begun = time.monotonic()
            try:
                detail, ok = getattr(self, name)() or "", True
            except BROKEN as error:
                detail, ok = f"{type(error).__name__}: {error}", False
            seconds = round(time.monotonic() - begun, 2)
            words = name.replace("_", " ")
            self.steps.append({"name": words, "ok": ok, "seconds": seconds, "detail": detail})
            self.say(f"{'ok  ' if ok else 'FAIL'} {seconds:7.2f} s  {words}  {detail}")
            if not ok:
                return
        self.finished = True

    def read_back(self) -> dict[str, list[dict[str, str]]]:
        """Return what every person sees, per node, read over HTTP."""
        found: dict[str, list[dict[str, str]]] = {}
        for place in self.stage.places:
            seen: dict[tuple[str, str], dict[str, str]] = {}
            for person in place.part.people:
                with suppress(*BROKEN):
                    for one in self.person_at(place.part.code, person.username).objects():
                        seen[one["kind"], one["id"]] = one
            found[place.part.code] = [seen[key] for key in sorted(seen)]
        return found

    def person_at(self, node: str, username: str) -> Visitor:
        """Return a person, signed in at the first call."""
        if username not in self.people:
            place = next(place for place in self.stage.places if place.part.code == node)
            self.people[username] = Visitor(url=place.url, link=self.links[node][username])
        return self.people[username]

    @property
    def jip(self) -> Visitor:
        """The Dutch liaison officer."""
        return self.person_at("nl", "jip.voorbeeld")

    @property
    def sanne(self) -> Visitor:
        """The Dutch single point of contact."""
        return self.person_at("nl", "sanne.oefening")

    @property
    def gaia(self) -> Visitor:
        """The Italian single point of contact."""
        return self.person_at("it", "gaia.esempio")

    def nodes(self) -> str:
        """Set three nodes up and start them."""
        self.links = self.stage.prepare()
        self.stage.start()
        return f"{len(self.stage.places)} nodes answer"

    def sign_in(self) -> str:
        """Sign in by one-time links; each works once."""
        for visitor in (self.jip, self.sanne, self.gaia):
            visitor.read("/")
            visitor.expect("Work queue")
        again = Visitor(url=self.jip.url, link=self.links["nl"]["jip.voorbeeld"])
        again.expect("This link is not valid")
        again.leave()
        return "signed in; a used link is refused"

    def hint(self) -> str:
        """A mail with a PDF comes in."""
        self.jip.read("/casework/reports/new")
        values = {"source_grade": "B", "information_grade": "2"}
        mail = SAMPLES / "hint-harbour-office.eml"
        self.jip.send("/casework/reports/new", values, files=(mail,))
        self.report = self.jip.address
        self.jip.expect("hint-harbour-office.eml")
        return self.report

    def findings(self) -> str:
        """What was found is accepted, as far as its checksum holds."""
        original = self.jip.links("/intake/originals/")[0]
        self.jip.read(original)
        self.jip.expect("+447700900123", "IT60X0542811101000000123456")
        self.jip.send("/accept")
        self.jip.read(original)
        self.jip.accept("+447700900123")
        self.jip.read(self.report)
        values = {"necessity": "The supplier equips boats for a smuggling network."}
        self.jip.send("/save", values)
        return "accepted and saved"

    def person(self) -> str:
        """A person gets a role that somebody chose; a smuggled person is no suspect by default."""
        self.jip.read(self.report)
        self.jip.send("/persons", {"name": "Rico Fantasia", "role": "suspect"})
        self.jip.expect("Rico Fantasia", "suspect")
        return "one suspect"

    def hit(self) -> str:
        """Partners answer hit or no hit without seeing the question."""
        path = self.report.replace("/casework/", "/matching/")
        self.jip.read(path)
        self.jip.send("/ask", {"nodes": ["it"]})
        self.jip.wait_for(
            path, lambda v: "answered" in v.text() and "waits for" not in v.text(), "an answer"
        )
        self.jip.expect("hit", "no hit", "+447700900123")
        return f"{len(self.jip.links('hit='))} hits at Italy"

    def gate_refuses(self) -> str:
        """The invented third country is refused by its facts, with every reason."""
        path = self._draft("XZ", carrier="schakel")
        self.sanne.read(path)
        self.sanne.send("/send")
        self.sanne.expect("Refused", "LED, arts 36-38", "LED, recital 71")
        rows = [href.rpartition("/")[2] for href in self.sanne.links("/gate/rows/")]
        if not {"7", "27"} <= set(rows):
            raise StepFailedError("rows 7 and 27 are not among the reasons")
        return "rows " + ", ".join(rows)

    def refusal_is_logged(self) -> str:
        """The privacy officer finds the refusal in the log."""
        noor = self.person_at("nl", "noor.toets")
        noor.read("/people/log?event=gate:refuse")
        noor.expect("gate:refuse", "Zandria")
        return "gate:refuse"

    def draft(self) -> str:
        """From the hit, a police information request to Italy."""
        self.request = self._draft("IT", carrier="schakel")
        self.thread = self.jip.links("/casework/threads/")[0]
        return self.request

    def check_and_send(self) -> str:
        """Somebody else checks and sends; the author cannot."""
        self.jip.read(self.request)
        if "Ask the gate and send" in self.jip.text():
            raise StepFailedError("the author is offered to send his own request")
        self.sanne.read(self.request)
        self.sanne.send("/send")
        self.sanne.expect("sent")
        return "sent by the single point of contact"

    def receipts(self) -> str:
        """The Italian node signs for it; it opens it; both show."""
        self.sanne.wait_for(self.request, lambda v: "delivered" in v.text(), "delivery")
        self.gaia.wait_for("/", lambda v: bool(v.links("/requests/")), "arrival in Italy")
        self.asked = self.gaia.links("/requests/")[0]
        self.gaia.read(self.asked)
        self.gaia.expect("art. 5(1)(c)")
        self.sanne.wait_for(self.request, lambda v: "opened" in v.text(), "the opened receipt")
        return "accepted, delivered, opened"

    def take_up(self) -> str:
        """Both sides show both references and one clock."""
        self.gaia.send("/take-up")
        self.sanne.wait_for(self.request, lambda v: "IT-Q-" in v.text(), "their reference")
        self.sanne.expect("Due")
        self.gaia.expect("NL-Q-", "Due")
        return "both references on both sides"

    def clarify(self) -> str:
        """A question stops the clock, its answer lets it run."""
        self.gaia.read(self.asked)
        self.gaia.send("/ask", {"text": "Which vessel do you mean?"})
        self.gaia.expect("stands still")
        self.jip.wait_for(self.request, lambda v: "Which vessel" in v.text(), "the question")
        self.jip.send("/clarify", {"text": "The motor vessel FIORE."})
        self.gaia.wait_for(self.asked, lambda v: "FIORE" in v.text(), "the clarification")
        return "asked and clarified"

    def answer(self) -> str:
        """Italy answers with text and a file."""
        values = {
            "text": "The number belongs to the buyer of the vessel; see the extract.",
            "codes": ["H1"],
            "source_grade": "A",
            "information_grade": "1",
        }
        extract = SAMPLES / "reply-vessel-register.pdf"
        self.gaia.send("/answer", values, files=(extract,))
        self.gaia.expect("answered")
        self.jip.wait_for(self.request, lambda v: "see the extract" in v.text(), "the answer")
        return "text and one file"

    def answer_is_information(self) -> str:
        """The answer carries hash, sender, time and codes, and is no evidence yet."""
        digest = sha256_hex((SAMPLES / "reply-vessel-register.pdf").read_bytes())
        self.jip.expect("information, not evidence", digest, "From Italy", "H1")
        original = self.jip.links("/intake/originals/")[0]
        self.jip.wait_for(original, lambda v: "FIORE" in v.text(), "reading of the file")
        return digest[:16]

    def consent(self) -> str:
        """The Dutch side asks, the Italian side says yes in one click."""
        self.jip.read(self.request)
        self.jip.send("/consent", {"reason": "Proceedings in The Hague"})
        self.gaia.wait_for(self.asked, lambda v: "Proceedings" in v.text(), "the question")
        self.gaia.send("/custody/consents/", button=("answer", "yes"))
        return "asked and given"

    def evidence(self) -> str:
        """Only now may it be used as evidence."""
        self.jip.wait_for(
            self.request, lambda v: "may be used as evidence" in v.text(), "the consent"
        )
        self.jip.expect("evidence until")
        return "evidence"

    def no_node(self) -> str:
        """A call with somebody without a node: in is logged, out is refused to Zandria."""
        self.jip.read(self.thread + "/contact")
        values = {
            "direction": "in",
            "how": "call",
            "counterpart": "Harbour master, Porto Immaginario",
            "country": "IT",
            "said": "The vessel is still in the harbour.",
        }
        self.jip.send("/contact", values)
        self.jip.expect("Released information")
        self.jip.read(self.thread + "/contact")
        out = {"direction": "out", "country": "XZ", "said": "Do you know Rico Fantasia?"}
        self.jip.send("/contact", {**values, **out})
        self.jip.expect("Do not say it", "Refused")
        return "in logged, out refused"

    def prosecution(self) -> str:
        """The prosecution office joins and sees nothing earlier."""
        self.jip.read(self.thread)
        self.jip.send("/admit", {"unit": "om"})
        floor = self.person_at("nl", "floor.verzonnen")
        floor.read(self.thread)
        if "was sent to" in floor.text():
            raise StepFailedError("a newcomer sees what was before")
        floor.expect("joined the thread")
        return "joined; sees what happens from now on"

    def node_down(self) -> str:
        """Italy is down: the request waits, and the page says so."""
        self.second = self._draft("IT", carrier="schakel")
        self.stage.stop_node("it")
        self.sanne.read(self.second)
        self.sanne.send("/send")
        self.sanne.wait_for(
            self.second, lambda v: "has not answered since" in v.text(), "the waiting"
        )
        return "waits in the outbox"

    def node_returns(self) -> str:
        """It arrives when the node returns."""
        self.stage.start_node("it")
        self.sanne.wait_for(self.second, lambda v: "delivered" in v.text(), "delivery")
        return "delivered"

    def never_twice(self) -> str:
        """A browser that sends the form again does not send the request again."""
        self.sanne.read(self.second)
        self.sanne.repeat(self.second + "/send")
        noor = self.person_at("nl", "noor.toets")
        noor.read("/people/log")
        sent = {"event": "request:send", "object_id": self.second.rpartition("/")[2]}
        noor.send("/people/log", sent)
        lines = len(noor.page.xpath("//main//tbody/tr"))
        if lines != 1:
            raise StepFailedError(f"the log says that the request was sent {lines} times")
        return f"{self._requests(self.gaia)} requests in Italy; the log has one sending of this one"

    def search(self) -> str:
        """Search finds what is in the originals, for those who may see them."""
        self.jip.read("/search")
        self.jip.send("/search", {"query": "outboard engines"})
        self.jip.expect("hint-harbour-office.eml")
        self.gaia.read("/search")
        self.gaia.send("/search", {"query": "outboard engines"})
        if "hint-harbour-office" in self.gaia.text():
            raise StepFailedError("search shows what is not theirs")
        return "found by its unit alone"

    def log_is_whole(self) -> str:
        """`schakel audit verify` finds every node's log whole."""
        heads = []
        for place in self.stage.places:
            run = subprocess.run(  # noqa: S603  # our own command, no shell
                [sys.executable, "-m", "schakel", "audit", "verify", "--json"],
                env=environment_of(place.home, place.database),
                capture_output=True,
                text=True,
                check=False,
            )
            found = json.loads(run.stdout)
            if not found["ok"]:
                raise StepFailedError(f"the log of {place.part.code}: {found['problem']}")
            heads.append(f"{place.part.code} {found['entries']}")
        return "entries: " + ", ".join(heads)

    def _draft(self, country: str, *, carrier: str) -> str:
        report_id = self.report.rpartition("/")[2]
        self.jip.read(f"/requests/new?report={report_id}&node={country.lower()}")
        values = {
            "asked": "Who uses the telephone number +44 7700 900123?",
            "purpose": "Investigation into the smuggling of migrants by boat.",
            "available_because": "The node answered with a hit.",
            "connection": "The number was given by the supplier of the boat.",
            "carrier": carrier,
            "carrier_reason": "Practice environment: no line to the prescribed carrier.",
            "not_origin": "on",
            "no_asylum": "on",
        }
        self.jip.send("/requests/new", values)
        path = self.jip.address
        self.jip.send("/submit")
        self.jip.expect("to be checked")
        return path

    def _requests(self, visitor: Visitor) -> int:
        return sum(one["kind"] == "request" for one in visitor.objects())
