"""A node with one of everything, and somebody of each role in each of three units."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

from django.urls import get_resolver, reverse

from schakel.accounts import actions as accounts
from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.assistance.models import Request
from schakel.assurances.actions import ask_assurance
from schakel.assurances.core.steps import Kind as Assured
from schakel.asylum.actions import ask_about
from schakel.casework.models import ContactLeg, Person, ThreadEntry
from schakel.courier.actions import give
from schakel.custody.models import Consent
from schakel.emergency.actions import ask_emergency
from schakel.emergency.core.access import Asked, Ground
from schakel.exculpation.actions import propose
from schakel.exculpation.core.marks import Kind as Marked
from schakel.guests.models import GuestMandate, GuestRelease
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Stop
from schakel.handling.models import GateDecision
from schakel.intake.models import Finding, Part
from schakel.network.models import Authority
from schakel.oversight import actions as oversight
from schakel.oversight.core.due import Kind
from schakel.oversight.models import RecipientNotice
from schakel.rectification.models import HeardNotice
from schakel.rescue.actions import raise_alert
from schakel.retention.actions import note_terms
from schakel.retention.models import Term
from schakel.stopping.actions import make_stop
from schakel.stopping.core.scopes import Standing
from schakel.tearline.actions import begin_version, save_version, submit_version
from tests.handling.cases import within
from tests.handling.test_actions import cleared
from tests.intake import makers
from tests.rescue.test_alert import an_alert
from tests.safeguards.judging import drafted, judged
from tests.scenarios.office import NOW, Office
from tests.scenarios.test_being_asked import ask
from tests.site.doors import DOORS

FAR = "far"  # takes part in nothing
UNITS = ("liaison", "spoc", FAR)
SECRET = "Fantasia"  # a name that stands in every object
PLAIN = {
    "digest": "0" * 64,
    "token": "nothing",
    "key": "nothing",
    "uidb36": "1",
    "code": "XZ",
    "provider_id": "organisation",
    "unit_code": "spoc",
    "row_number": 7,
    "number": "0",
    "partner_code": "it",
    "node": "it",
    "name": "index",
    "picture": "images/report.png",
    "pk": 1,
}
LETTER = "Fantasia called +31 6 12345678 about the boat."


class World:
    """An Italian partner, a report with a letter and a picture, requests both ways."""

    def __init__(self, settings, tmp_path):
        self.office = Office(settings, tmp_path)
        accounts.make_unit(
            code=FAR,
            kind="liaison",
            name_en=FAR,
            name_nl=FAR,
            controller=FAR,
            regime="wpg",
            now=NOW,
        )
        for unit in UNITS:
            for role in Role:
                accounts.make_user(
                    username=f"{unit}.{role}", name="X", role=role, unit_code=unit, now=NOW
                )
        outgoing = self._ask_them(tmp_path)
        asked = self._are_asked()
        notice = accounts.notify(
            unit_code="liaison", user_id=None, kind="answer-arrived", path="/", now=NOW
        )
        finding = Finding.objects.select_related("part").filter(part__original__name="letter.txt")[
            0
        ]
        self._ids = PLAIN | {
            "report_id": outgoing.report_id,
            "person_id": Person.objects.filter(report_id=outgoing.report_id)[0].id,
            "request_id": outgoing.id,
            "thread_id": outgoing.thread_id,
            "entry_id": ThreadEntry.objects.filter(thread_id=outgoing.thread_id)[0].id,
            "leg_id": ContactLeg.objects.get().id,
            "answer_id": outgoing.answers.get().id,
            "asked_id": asked.id,
            "consent_id": Consent.objects.get().id,
            "item_id": outgoing.answers.get().id,
            "own_item_id": Consent.objects.get().item_id,
            "original_id": finding.part.original_id,
            "part_id": finding.part_id,
            "finding_id": finding.id,
            "picture_id": Part.objects.exclude(shown_sha256="")[0].id,
            "decision_id": GateDecision.objects.filter(unit__code="spoc")[0].id,
            "notice_id": notice,
            "alert_id": self._raise_alert(),
            "held_id": self._hold(),
            "access_id": self._ask_emergency(),
            "asked_check_id": self._ask_service(),
            "user_id": find_user("jip.voorbeeld").id,
            "carriage_id": self._carry(),
            "kind": "report",
            "object_id": outgoing.report_id,
            "colleague_id": find_user("liaison.analyst").id,
            "authority_id": Authority.objects.get(country="IT").id,
            **self._overseen(),
            "heard_id": self._notice(),
            "mark_id": self._propose(outgoing.report_id),
            **self._judged(),
            "term_id": self._keep_beyond_term(),
            "stop_id": self._stop(),
            "assurance_id": self._assure(outgoing.thread_id),
            **self._host(Consent.objects.get().item_id),
            **self._version(outgoing.report_id),
        }

    @staticmethod
    def _notice():
        """Return a notice of a partner that nobody settled."""
        return HeardNotice.objects.create(
            notice_id=uuid4(), node="it", about="breach", outcome="received", received_at=NOW
        ).id

    @staticmethod
    def _propose(report_id):
        """Return a proposal that a report speaks for an accused."""
        return propose(
            kind=Marked.REPORT,
            object_id=report_id,
            reason=f"{SECRET} was elsewhere",
            by=find_user("jip.voorbeeld"),
            now=NOW,
        )

    @staticmethod
    def _host(item_id):
        """Return the mandate of the guest of the desk, and what was released to him."""
        host = find_user(f"spoc.{Role.PROSECUTOR}")
        for unit in UNITS:
            guest = find_user(f"{unit}.{Role.GUEST_PROSECUTOR}")
            mandate = GuestMandate.objects.create(
                name="X",
                username=guest.username,
                country="IT",
                authority="x",
                reason="x",
                last_date=NOW.date() + timedelta(days=9),
                asked_by=host,
                asked_at=NOW,
                opened_by=find_user(f"spoc.{Role.NODE_ADMINISTRATOR}"),
                opened_at=NOW,
                guest=guest,
            )
            release = GuestRelease.objects.create(
                mandate=mandate,
                number=1,
                item_id=item_id,
                purpose="crime",
                h3_confirmed=True,
                decision_id=uuid4(),
                released_by=host,
                released_at=NOW,
            )
            if unit == "spoc":
                found = {"mandate_id": mandate.id, "release_id": release.id}
        return found

    @staticmethod
    def _version(report_id):
        """Return a version of the report that waits for who sends, with a picture."""
        by, picture = find_user("jip.voorbeeld"), Part.objects.exclude(shown_sha256="")[0]
        version = begin_version(report_id=report_id, audience="it", by=by, now=NOW)
        save_version(
            version_id=version,
            text="Boats left.",
            kept_back="",
            persons=[],
            numbers=[],
            files=[str(picture.original_id)],
            by=by,
            now=NOW,
        )
        submit_version(version_id=version, by=by, now=NOW)
        return {"version_id": version, "version_file_id": picture.original_id}

    @staticmethod
    def _assure(thread_id):
        """Return an assurance that was asked in a thread of the liaison post."""
        return ask_assurance(
            thread_id=thread_id,
            kind=Assured.SPECIALTY,
            party="LY",
            authority="x",
            covers="x",
            due=NOW.date(),
            by=find_user("jip.voorbeeld"),
            now=NOW,
        )

    def _stop(self):
        """Return a stop of a country that nothing here goes to, made by who tries no doors."""
        return make_stop(
            standing=Standing(scope=Stop.COUNTRY, target="LY", country="LY"),
            label="Libya",
            reason="x",
            by=find_user("writer"),
            now=NOW,
        ).id

    @staticmethod
    def _writer():
        """Return somebody of a desk who tries no doors."""
        return accounts.make_user(
            username="writer", name="X", role=Role.HUMAN_RIGHTS_DESK, unit_code=FAR, now=NOW
        )

    def _judged(self):
        """Return a judgement of the desk, and a draft that somebody else may sign."""
        writer = find_user("spoc.human-rights-desk")
        signed = judged(find_user("far.human-rights-desk"), written_by=writer, at=NOW)
        waiting = drafted(self._writer(), at=NOW)
        return {"judgement_id": signed, "draft_id": waiting}

    def _carry(self):
        """Return the account of a file that a courier took."""
        return give(BytesIO(), node="it", now=NOW).id

    def _overseen(self):
        """Return the files of a privacy officer: a request of a person, a breach, a notice."""
        by = find_user("liaison.privacy-officer")
        file = oversight.take_request(
            reference="PV-1",
            kind=Kind.ACCESS,
            name="X",
            asked="",
            received_date=NOW.date(),
            by=by,
            now=NOW,
        )
        breach = oversight.open_breach(
            reference="DL-1", what="x", discovered_at=NOW, by=by, now=NOW
        )
        known = {"consequences": "", "measures": "", "people": 0, "partners": ["it"]}
        oversight.save_breach(breach_id=breach, by=by, now=NOW, **known)
        told = RecipientNotice.objects.get().id
        return {"file_id": file, "breach_id": breach, "told_id": told}

    def _keep_beyond_term(self):
        """Return the term of a report that is kept for a criminal file."""
        note_terms(NOW)
        term = Term.objects.filter(kind="report", unit_code="liaison")[0]
        term.held_ground, term.held_at = "criminal-file", NOW
        term.save()
        return term.id

    def _raise_alert(self):
        """Return an alert that nobody reviewed."""
        return raise_alert(
            alert=an_alert(seen_at=NOW), country="TN", by=find_user("jip.voorbeeld"), now=NOW
        )

    def _ask_emergency(self):
        """Return an emergency access that waits for a second person."""
        asked = Asked(
            unit_code=FAR,
            reference="",
            ground=Ground.DANGER_TO_LIFE,
            reason="a boat without an engine, the unit does not answer",
            minutes=60,
            second_id=find_user(f"spoc.{Role.PROSECUTOR}").id,
        )
        return ask_emergency(asked=asked, by=find_user("jip.voorbeeld"), now=NOW)

    def _ask_service(self):
        """Return a question to the immigration service that waits."""
        return ask_about(
            person_id=uuid4(),
            name=SECRET,
            birth_date_text="",
            nationality="",
            by=find_user("jip.voorbeeld"),
            now=NOW,
        )

    def _hold(self):
        """Return a decision that is held for want of a necessity."""
        try:
            cleared(within(necessity=""), by=find_user("jip.voorbeeld"))
        except GateClosedError as error:
            return error.decision_id
        raise AssertionError("the gate should hold")

    def _ask_them(self, tmp_path):
        """Return a request that went out, was answered, and was talked about."""
        office, jip = self.office, self.office.jip
        letter, picture = tmp_path / "letter.txt", tmp_path / "boat.jpg"
        letter.write_text(LETTER)
        picture.write_bytes(makers.a_picture())
        report = office.report(LETTER)
        jip.send("/files", files=(letter, picture))
        office.sent(report)
        Request.objects.update(packed_at=NOW)
        outgoing = Request.objects.get()
        said = {"request": str(outgoing.id), "reference": "IT-Q-2026-000009"}
        office.says("request.answer", {**said, "answer": str(uuid4()), "text": LETTER})
        jip.read(f"/casework/threads/{outgoing.thread_id}/contact")
        call = {"direction": "in", "how": "call", "country": "IT", "counterpart": "desk"}
        jip.send("/contact", {**call, "said": LETTER})
        return outgoing

    def _are_asked(self):
        """Return a request that came in, was answered, and may become evidence."""
        office, sanne = self.office, self.office.sanne
        sanne.read(ask(office, asked=LETTER))
        grades = {"source_grade": "A", "information_grade": "1"}
        sanne.send("/answer", {"text": LETTER, "codes": ["H1"], **grades})
        answer = office.heard()[-1].body["answer"]
        said = {"consent": str(uuid4()), "answer": answer, "purpose": "evidence"}
        office.says("consent.ask", {**said, "reason": LETTER})
        ask(office, asked=LETTER)
        return Request.objects.get(side="asked", state="received")

    def path(self, name, *, nowhere=False):
        """Return the address of a door, of the object of this world or of none that is."""
        args = self._args(name)
        if nowhere:
            args = {key: self._nobody(value) for key, value in args.items()}
        return reverse(name.partition(" ")[0], kwargs=args)

    def post(self, door):
        """Return what is sent to a door, with the ids of this world."""
        return {
            key: value.format(**self._ids) if isinstance(value, str) else value
            for key, value in (door.post or {}).items()
        }

    def is_about_an_object(self, name):
        """Tell whether a door leads to one object among others."""
        return any(isinstance(value, UUID) for value in self._args(name).values())

    def _args(self, name):
        """Return what the address of a door is made of, read from its pattern."""
        own, _, deed = name.partition(" ")
        swap = DOORS[name].args if name in DOORS else {}
        wanted = parts_of(own)
        return {key: deed if key == "deed" else self._ids[swap.get(key, key)] for key in wanted}

    @staticmethod
    def _nobody(value):
        return uuid4() if isinstance(value, UUID) else value


def parts_of(name):
    """Return the names of what the address called `name` is made of."""
    resolver = get_resolver()
    for space in name.split(":")[:-1]:
        resolver = resolver.namespace_dict[space][1]
    return resolver.reverse_dict.getlist(name.rpartition(":")[2])[0][0][0][1]
