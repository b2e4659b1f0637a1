"""Hits on the page: at home, behind walls, and at partners that see nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schakel.accounts.queries import find_user
from schakel.audit.queries import list_entries
from schakel.casework import actions as casework
from schakel.casework.models import Report
from schakel.handling.core.case import Subject
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.matching import actions, queries
from schakel.matching.actions import answering, asking
from schakel.matching.models import AnsweredQuestion, Hit, PartnerList, Question
from schakel.matching.oblivious import Responder, blind
from schakel.wire.core.kinds import Received
from schakel.wire.core.problems import CallFailedError
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db
PHONE = "+447700900123"


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office whose report has one telephone number."""
    found = Office(settings, tmp_path)
    found.path = found.report()
    casework.add_identifier(
        report_id=Report.objects.get().id, kind="phone", value=PHONE, by=jip(), now=NOW
    )
    return found


def jip():
    """Return the liaison officer."""
    return find_user("jip.voorbeeld")


def hits_page(office):
    """Return the address of the hits of the report."""
    return office.path.replace("/casework/", "/matching/")


def another_report(username, *, name="", phone=PHONE):
    """Let somebody else's unit hold the number, or a name."""
    user = find_user(username)
    report_id = casework.start_report(by=user, now=NOW, values={"text": "older"})
    if phone:
        casework.add_identifier(report_id=report_id, kind="phone", value=phone, by=user, now=NOW)
    if name:
        casework.add_person(report_id=report_id, role=Subject.CONTACT, name=name, by=user, now=NOW)
    return report_id


class Italy:
    """The answering side, with its own key and list, in place of the line."""

    def __init__(self, monkeypatch, *, holds=(f"phone:{PHONE}",)):
        from schakel.matching.core.tags import build_list

        self.responder = Responder(seed=b"7" * 32, epoch="2026-11")
        self.tags = build_list(epoch="2026-11", keys=holds, evaluate=self.responder.evaluate_known)
        self.asked = []
        self.change = {}
        monkeypatch.setattr(asking.exchange, "call", self.call)

    def call(self, *, body, **_):
        """Answer as the protocol says, with `change` on top."""
        self.asked.append(json.dumps(body))
        points = [answering.base64.b64decode(point) for point in body["points"]]
        known = body["list_held"] == self.tags.digest
        return {
            "suite": "ristretto255-SHA512",
            "epoch": "2026-11",
            "public_key": answering._text(self.responder.public_key),
            "evaluated": answering._text(self.responder.evaluate_blinded(points)),
            "list_digest": self.tags.digest,
            "list": None if known else answering._text(self.tags.to_bytes()),
            **self.change,
        }


def ask(office):
    """Ask Italy from the page, and let the chore put the question."""
    office.jip.read(hits_page(office))
    office.jip.send("/ask", {"nodes": ["it"]})
    return actions.run_questions(datetime.now(UTC))


def test_the_own_holdings_are_looked_through(office):
    """Exactly by number, tolerantly by name, and only as far as the walls allow."""
    another_report("jip.voorbeeld", name="Fantasia, Rico")
    another_report("floor.verzonnen")
    another_report("bo.proef", name="Rico Fantasia")
    office.jip.read(hits_page(office))
    office.jip.expect("exactly the same", "a report of my unit", "the same parts in another order")
    office.jip.expect("Prosecution office (IRC): ask them")
    assert "Immigration service" not in office.jip.text()


def test_a_hit_at_a_partner_and_one_step_to_the_request(office, monkeypatch):
    """The asker learns hit or no hit; the partner sees blinded points alone."""
    casework.add_identifier(
        report_id=Report.objects.get().id, kind="plate", value="NL:99ZZX9", by=jip(), now=NOW
    )
    italy = Italy(monkeypatch)
    assert ask(office) == 2
    office.jip.read(hits_page(office))
    office.jip.expect("hit", "no hit", "answered")
    assert office.jip.links("hit=")
    assert not any(PHONE in asked or "99ZZX9" in asked for asked in italy.asked)
    hit = Hit.objects.get()
    assert queries.get_hit(hit.id, for_user=jip()) == hit
    with pytest.raises(NotFoundError):
        queries.get_hit(hit.id, for_user=find_user("bo.proef"))
    with pytest.raises(NotFoundError):
        queries.get_hit(hit.report_id, for_user=jip())
    assert ask(office) == 2
    assert Hit.objects.count() == 1


def test_a_partner_outside_europe_is_not_asked(office):
    """It cannot be chosen, and the gate refuses whoever asks it nevertheless, with all reasons."""
    from tests.exchange.partner import Partner

    Partner("xz", country="XZ").link()
    office.jip.read(hits_page(office))
    assert office.jip.page.xpath("//input[@name='nodes']/@value") == ["it"]
    office.jip.send("/ask", {"nodes": ["nowhere"]})
    office.jip.expect("Please mend this first")
    office.jip.send("/ask", {"nodes": ["xz"]})
    office.jip.expect("not asked", "under the Law Enforcement Directive alone")
    assert office.jip.links("/gate/decisions/")
    assert actions.run_questions(datetime.now(UTC)) == 0


def test_a_country_that_the_gate_would_allow_is_not_asked_blindly_either(office):
    """Adequacy opens the gate; a blind question tells of a person without anybody looking."""
    from tests.exchange.partner import Partner

    Partner("gb", country="GB").link()
    report_id = Report.objects.get().id
    actions.ask_partners(report_id=report_id, nodes=["gb"], by=jip(), now=NOW)
    assert Question.objects.get().state == Question.State.REFUSED
    assert Question.objects.get().problem == "outside-directive"
    assert actions.run_questions(datetime.now(UTC)) == 0


def test_a_silent_partner_is_asked_again(office, monkeypatch):
    """The question waits, and the page says so."""

    def silent(**_):
        raise CallFailedError("exchange.no-answer")

    monkeypatch.setattr(asking.exchange, "call", silent)
    assert ask(office) == 0
    office.jip.read(hits_page(office))
    office.jip.expect("waits for the other node", "asked again")
    Italy(monkeypatch)
    assert actions.run_questions(datetime.now(UTC) + timedelta(minutes=1)) == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"evaluated": "AAAA"}, "proof-does-not-hold"),
        ({"public_key": None}, "not-as-documented"),
        ({"list": "!!"}, "not-as-documented"),
        ({"list": "AAAA"}, "not-as-documented"),
        ({"list_digest": "0" * 64}, "list-differs-from-digest"),
        ({"list": None}, "list-missing"),
    ],
)
def test_an_answer_that_cannot_be_trusted_is_no_answer(office, monkeypatch, change, problem):
    """A partner that lies is told apart from one that knows nothing."""
    italy = Italy(monkeypatch)
    italy.change = change
    assert ask(office) == 0
    assert Question.objects.get().problem == problem
    assert not Hit.objects.exists()


def test_a_key_that_changes_within_the_month_is_noticed(office, monkeypatch):
    """It could mark askers."""
    Italy(monkeypatch)
    ask(office)
    PartnerList.objects.update(public_key=b"another")
    assert ask(office) == 0
    assert Question.objects.order_by("-asked_at").first().problem == "key-changed"


def test_without_identifiers_there_is_nothing_to_ask(office):
    """The page says what to do first."""
    report_id = casework.start_report(by=jip(), now=NOW, values={"text": "nothing in it"})
    office.jip.read(f"/matching/reports/{report_id}")
    office.jip.expect("Accept an identifier in the report first")
    with pytest.raises(ConflictError, match="accept an identifier"):
        actions.ask_partners(report_id=report_id, nodes=["it"], by=jip(), now=NOW)


def test_no_partner_chosen_is_explained(office):
    """A form error, not a crash."""
    office.jip.read(hits_page(office))
    office.jip.send("/ask", {"nodes": []})
    office.jip.expect("Choose at least one partner.")


def question(**change):
    """Return a question from Italy as this node receives it."""
    asked = blind([f"phone:{PHONE}"], points=20)
    body = {
        "suite": "ristretto255-SHA512",
        "points": [answering._text(point) for point in asked.points],
        "purpose": "crime",
        "legal_basis": "Directive (EU) 2023/977, art. 4",
        "list_held": "",
        **change,
    }
    report = Report.objects.get()
    return asked, Received(
        envelope_id=report.id,
        thread_id=report.id,
        from_node="it",
        kind="match.question",
        body=body,
        files=(),
        codes=frozenset(),
        participants=(),
        created_at=NOW,
        received_at=NOW,
    )


def test_the_asked_node_answers_and_keeps_nothing_of_the_question(office):
    """Its records of a hit and of a miss have the same form and length."""
    asked, message = question()
    body = actions.answer_question(message)
    responder = answering.responder_of(NOW)
    outputs = asked.unblind(
        evaluated=answering.base64.b64decode(body["evaluated"]), public_key=responder.public_key
    )
    assert responder.evaluate_known(f"phone:{PHONE}".encode()) == outputs[0]
    kept = AnsweredQuestion.objects.get()
    assert (kept.points, kept.purpose) == (20, "crime")
    held = actions.own_list(responder, now=NOW)
    assert held.digest == body["list_digest"]
    AnsweredQuestion.objects.all().delete()
    _, again = question(list_held=held.digest)
    assert actions.answer_question(again)["list"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"suite": "md5"},
        {"points": []},
        {"points": ["!"] * 20},
        {"points": [None] * 20},
        {"points": ["AAAA"] * 20},
        {"purpose": ""},
        {"purpose": ["crime"]},
        {"purpose": PHONE},
        {"legal_basis": 7},
        {"legal_basis": ""},
        {"legal_basis": "x" * 201},
    ],
)
def test_a_question_that_is_none_is_refused(office, change):
    """A partner may send anything."""
    _, message = question(**change)
    with pytest.raises(UnusableInputError):
        actions.answer_question(message)


def test_a_node_outside_the_directive_gets_no_answer(office):
    """It could find out, unseen, whom the police of another country know."""
    from tests.exchange.partner import Partner

    Partner("xz", country="XZ").link()
    _, message = question()
    with pytest.raises(UnusableInputError, match="Law Enforcement Directive"):
        actions.answer_question(replace(message, from_node="xz"))
    assert not AnsweredQuestion.objects.exists()
    assert list_entries(event="question:turn-away").get().actor == "node:xz"


@pytest.mark.parametrize("role", ["informant", "victim", "witness", "smuggled-person"])
def test_what_belongs_to_a_protected_person_is_in_no_list_and_no_question(office, role):
    """The answer alone could endanger them, here and at a partner."""
    naming = {"code_reference": "K-1"} if role == "informant" else {"name": "Anna"}
    person = casework.add_person(
        report_id=Report.objects.get().id, role=Subject(role), by=jip(), now=NOW, **naming
    )
    check_protected(office, person)


def test_what_belongs_to_a_minor_is_in_no_list_and_no_question(office):
    """A child is protected in every role."""
    person = casework.add_person(
        report_id=Report.objects.get().id,
        role=Subject.SUSPECT,
        name="Anna",
        is_minor=True,
        by=jip(),
        now=NOW,
    )
    check_protected(office, person)
    another_report("jip.voorbeeld", name="Anna", phone="")
    names = {hit.value for hit in queries.find_own_hits(office.report_id, for_user=jip())}
    assert names == set()


def check_protected(office, person):
    """Give the number to `person` on the page, and see it leave every comparison."""
    office.report_id = Report.objects.get().id
    elsewhere = another_report("jip.voorbeeld")
    assert queries.keys_to_list() == {f"phone:{PHONE}"}
    assert queries.find_own_hits(office.report_id, for_user=jip())
    office.jip.read(hits_page(office))
    office.jip.send("/owner", {"person_id": str(person)})
    office.jip.expect("not compared")
    assert queries.keys_to_list() == frozenset()
    assert queries.keys_of_report(office.report_id) == ()
    assert queries.keys_of_report(elsewhere) == ()
    assert not queries.find_own_hits(office.report_id, for_user=jip())
    assert not queries.find_own_hits(elsewhere, for_user=jip())
    with pytest.raises(ConflictError, match="accept an identifier"):
        actions.ask_partners(report_id=office.report_id, nodes=["it"], by=jip(), now=NOW)


def test_a_number_that_another_report_gives_to_a_suspect_is_compared_there(office):
    """Two people may share a telephone; the suspect's is sought."""
    victim = casework.add_person(
        report_id=Report.objects.get().id, role=Subject.VICTIM, name="Anna", by=jip(), now=NOW
    )
    office.jip.read(hits_page(office))
    office.jip.send("/owner", {"person_id": str(victim)})
    other = another_report("jip.voorbeeld", name="Rico")
    suspect = queries.casework.list_persons(other)[0].id
    casework.set_owner(
        report_id=other, kind="phone", value=PHONE, person_id=suspect, by=jip(), now=NOW
    )
    assert queries.keys_of_report(other)
    assert queries.keys_to_list() == {f"phone:{PHONE}"}


@pytest.mark.parametrize("role", [Subject.VICTIM, Subject.WITNESS, Subject.SMUGGLED_PERSON])
def test_what_a_person_has_closes_with_his_new_role_and_is_not_cut_loose(office, role):
    """A suspect turns out to be a victim: neither a form nor typing it again opens his number."""
    report_id = Report.objects.get().id
    rico = queries.casework.list_persons(report_id)[0].id
    number = {"report_id": report_id, "kind": "phone", "value": PHONE, "by": jip(), "now": NOW}
    casework.set_owner(person_id=rico, **number)
    assert queries.keys_of_report(report_id)
    casework.change_person(person_id=rico, role=role, by=jip(), now=NOW)
    assert queries.keys_of_report(report_id) == ()
    for deed in (casework.set_owner, casework.add_identifier):
        with pytest.raises(UnusableInputError, match="not cut loose"):
            deed(person_id=None, **number)
    assert queries.keys_of_report(report_id) == ()
    casework.change_person(
        person_id=rico,
        role=Subject.CONTACT,
        by=jip(),
        now=NOW,
        qualification="x",
        reason="x",
    )
    casework.set_owner(person_id=None, **number)  # of nobody protected any more
    assert queries.keys_of_report(report_id)


def test_an_owner_is_somebody_of_the_report_and_of_what_stands_in_it(office):
    """A form may be sent by anybody, with anything in it."""
    report_id = Report.objects.get().id
    office.jip.read(hits_page(office))
    office.jip.send("/owner", {"person_id": str(report_id)})
    office.jip.expect("At partner nodes")
    assert queries.keys_of_report(report_id)
    for change in ({"value": "+31600000000"}, {"person_id": report_id}):
        given = {"kind": "phone", "value": PHONE, "person_id": None, **change}
        with pytest.raises(UnusableInputError):
            casework.set_owner(report_id=report_id, by=jip(), now=NOW, **given)
    with pytest.raises(NotFoundError):
        casework.set_owner(
            report_id=report_id,
            kind="phone",
            value=PHONE,
            person_id=None,
            by=find_user("bo.proef"),
            now=NOW,
        )


def test_the_aliens_file_is_not_in_the_list(office):
    """Partners learn no hit on what was given for asylum."""
    another_report("bo.proef", phone="+31600000000")
    assert queries.keys_to_list() == {f"phone:{PHONE}"}


def test_what_is_held_costs_few_statements_and_reads_no_text(office, django_assert_max_num_queries):
    """A question is answered from everything held; a text of megabytes must not come along."""
    with CaptureQueriesContext(connection) as asked, django_assert_max_num_queries(8):
        assert queries.keys_to_list()
    statements = " ".join(query["sql"].split(" FROM ")[0] for query in asked.captured_queries)
    assert '"text"' not in statements
    assert not any(PHONE in query["sql"] for query in asked.captured_queries)


def test_what_is_held_costs_the_same_statements_whatever_is_held(office):
    """How long an answer takes must not tell what was asked, nor how much there is to hit."""
    counts = []
    for _ in range(2):
        office.report()
        with CaptureQueriesContext(connection) as asked:
            queries.keys_to_list()
        counts.append([query["sql"] for query in asked.captured_queries])
    assert counts[0] == counts[1]
