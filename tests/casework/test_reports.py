"""Reports on their pages: saved half, graded, coded, closed, told about."""

import pytest
from django.db import IntegrityError, transaction

from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework import actions, queries
from schakel.casework.actions.contacts import Contact
from schakel.casework.core.threads import Direction
from schakel.casework.desk import take_files
from schakel.casework.models import ContactLeg, Person, Report
from schakel.handling.core.case import Regime, Subject
from schakel.handling.models import GateDecision
from schakel.kernel.errors import ConflictError, NotFoundError, UnusableInputError
from schakel.knowledge.queries import find_method, list_methods
from schakel.shell.search import search
from schakel.site.demo.visitor import StepFailedError
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    return Office(settings, tmp_path)


def jip():
    """Return the liaison officer."""
    user = find_user("jip.voorbeeld")
    assert user is not None
    return user


def test_a_hint_is_saved_half_and_finished_later(office):
    """An officer on a bad line saves what he has."""
    office.jip.read("/casework/reports/new")
    office.jip.send("/casework/reports/new", {"text": "A boat leaves on Friday"})
    office.jip.expect("A boat leaves on Friday", "draft", "the grade of the source")
    path = office.jip.address
    office.jip.send("/close")
    office.jip.expect("Not closed; still missing")
    office.jip.send("/save", {"source_grade": "A", "information_grade": "1"})
    office.jip.send("/europol", {"answer": "yes", "reason": "serious", "purposes": "exchange"})
    office.jip.send("/close")
    office.jip.expect("closed")
    office.jip.read("/casework/reports")
    office.jip.expect("NL-R-", "A1", "closed")
    assert path in office.jip.links("/casework/reports/")
    assert LogEntry.objects.filter(event="report:open").exists()


def test_an_empty_hint_is_refused_kindly(office):
    """Nothing is lost, and the page says what to do."""
    office.jip.read("/casework/reports/new")
    office.jip.send("/casework/reports/new", {"title": "Only a title"})
    office.jip.expect("Add a file, or write down what you heard.")


def test_files_are_kept_and_more_can_follow(office, tmp_path):
    """A second mail belongs to the same report."""
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("Call +31 6 12345678")
    two.write_text("Account IT60X0542811101000000123456")
    office.jip.read("/casework/reports/new")
    office.jip.send("/casework/reports/new", files=(one,))
    office.jip.expect("one.txt")
    office.jip.send("/files", files=(two,))
    office.jip.expect("one.txt", "two.txt")
    original = office.jip.links("/intake/originals/")[0]
    office.jip.read(original)
    office.jip.send("/accept")
    report = Report.objects.get()
    assert queries.list_identifiers(report.id)


def test_persons_by_the_rules_of_their_role(office):
    """No default role; informants without a name; smuggled persons no suspects."""
    path = office.report()
    office.jip.send("/persons", {"name": "Somebody", "role": ""})
    office.jip.expect("Please mend this first")
    office.jip.send("/persons", {"name": "Known Source", "role": "informant"})
    office.jip.expect("An informant has a code reference and no name", "not kept")
    office.jip.read(path)
    values = {"name": "", "role": "informant", "code_reference": "K-17"}
    office.jip.send("/persons", values)
    office.jip.expect("K-17")
    office.jip.send("/persons", {"name": "Anna", "role": "smuggled-person", "is_minor": "on"})
    office.jip.expect("smuggled person, minor")
    anna = Person.objects.get(name="Anna")
    office.jip.send(f"/persons/{anna.id}", {"role": "suspect"})
    office.jip.expect("separate legal qualification")
    office.jip.read(path)
    given = {"role": "suspect", "qualification": "art. 197a Sr", "reason": "steered the boat"}
    office.jip.send(f"/persons/{anna.id}", given)
    anna.refresh_from_db()
    assert anna.role == "suspect"


def test_becoming_an_informant_erases_the_name_everywhere(office):
    """Search and matching must not remember it."""
    office.report()
    report, person = Report.objects.get(), Person.objects.get()
    assert search("Fantasia", user=jip())
    assert [known.value for known in queries.list_matchable_names()] == ["Rico Fantasia"]
    actions.change_person(
        person_id=person.id, role=Subject.INFORMANT, code_reference="K-2", by=jip(), now=NOW
    )
    person.refresh_from_db()
    assert person.name == ""
    assert not search("Fantasia", user=jip())
    assert queries.list_matchable_names() == []
    assert queries.facts_of_report(report.id).subject is Subject.INFORMANT


def test_the_table_itself_refuses_an_informant_with_a_name(office):
    """The rule holds even for code that forgets it."""
    office.report()
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(role="informant")


def test_identifiers_of_protected_people_are_not_compared(office):
    """A hit on a victim's telephone could lead somebody to the victim."""
    office.report()
    report = Report.objects.get()
    victim = actions.add_person(
        report_id=report.id, role=Subject.VICTIM, name="Anna", by=jip(), now=NOW
    )
    actions.add_identifier(
        report_id=report.id,
        kind="phone",
        value="+31612345678",
        person_id=victim,
        by=jip(),
        now=NOW,
    )
    actions.add_identifier(report_id=report.id, kind="plate", value="NL:99ZZX9", by=jip(), now=NOW)
    assert {known.kind for known in queries.list_matchable_identifiers()} == {"plate"}
    with pytest.raises(UnusableInputError, match="not in this report"):
        actions.add_identifier(
            report_id=report.id,
            kind="phone",
            value="+1",
            person_id=report.id,
            by=jip(),
            now=NOW,
        )
    with pytest.raises(UnusableInputError, match="write the identifier"):
        actions.add_identifier(report_id=report.id, kind="phone", value=" ", by=jip(), now=NOW)


def test_methods_rest_on_a_fragment(office):
    """A code without its fragment is an opinion."""
    office.report()
    office.jip.send("/methods", {"code": "REC.01", "fragment": "", "benefit": "unknown"})
    office.jip.expect("Please mend this first")
    office.jip.send("/methods", {"code": "REC.01", "fragment": "a cousin", "benefit": "unknown"})
    office.jip.expect("REC.01", "a cousin")
    report = Report.objects.get()
    for wrong in ({"code": "XXX.99"}, {"benefit": "much"}, {"fragment": " "}):
        good = {"code": "REC.01", "fragment": "x", "benefit": "none"}
        with pytest.raises(UnusableInputError):
            actions.code_method(report_id=report.id, by=jip(), now=NOW, **{**good, **wrong})


def test_every_method_has_its_source_and_mark():
    """Users must see what is sourced and what is our own proposal."""
    methods = list_methods()
    assert len(methods) == len({method.code for method in methods}) > 70
    assert {method.status for method in methods} == {"sourced", "own"}
    assert all(method.source and method.licence and method.label_nl for method in methods)
    assert find_method("nothing") is None


def test_wrong_values_do_not_reach_the_report(office):
    """A form that lies is told so."""
    office.report()
    report = Report.objects.get()
    for values in ({"source_grade": "D"}, {"information_grade": "9"}, {"codes": ["H0", "H1"]}):
        with pytest.raises(UnusableInputError):
            actions.save_report(report_id=report.id, values=values, by=jip(), now=NOW)
    office.jip.send("/save", {"codes": ["H0", "H2"]})
    office.jip.expect("H0 stands alone")
    office.jip.send("/save", {"purpose": "holiday"})
    office.jip.expect("Please mend this first")


def test_a_closed_report_does_not_change(office):
    """What others rely on must not move under them."""
    office.report()
    report = Report.objects.get()
    office.jip.send("/europol", {"answer": "", "reason": ""})
    office.jip.expect("Please mend this first")
    office.jip.read(f"/casework/reports/{report.id}")
    office.jip.send("/europol", {"answer": "no", "reason": "local"})
    office.jip.send("/close")
    with pytest.raises(ConflictError, match="closed"):
        actions.save_report(report_id=report.id, values={"text": "x"}, by=jip(), now=NOW)


def test_the_reporter_hears_what_was_done(office):
    """Nobody reports into the dark."""
    path = office.report()
    with pytest.raises(StepFailedError, match="no form"):
        office.jip.send("/feedback", {"answer": "used"})  # nobody asks him what he did with it
    pim = office.person("pim.voorbeeld")
    pim.read(path)
    pim.send("/feedback", {"answer": "not-usable", "because": ""})
    pim.expect("say why it was not usable")
    pim.send("/feedback", {"answer": "used", "because": "led to a hit"})
    pim.expect("used", "led to a hit")
    assert Notice.objects.filter(kind="feedback-given").exists()
    with pytest.raises(UnusableInputError, match="say used"):
        actions.give_feedback(
            report_id=Report.objects.get().id, answer="liked", because="", by=jip(), now=NOW
        )


def test_files_from_the_command_line_become_a_draft(office, tmp_path):
    """`schakel intake FILE` ends where the page ends."""
    mail = tmp_path / "note.txt"
    mail.write_text("Boat at noon")
    found = take_files([mail], "jip.voorbeeld", NOW)
    assert str(Report.objects.get().id) == found["report"]
    with pytest.raises(NotFoundError, match="nobody"):
        take_files([mail], "nobody", NOW)


def test_other_units_find_nothing(office):
    """Not there and not yours look the same, in pages, lists and search."""
    path = office.report("A unique word: zwaardvis")
    bo = office.person("bo.proef")
    bo.read(path)
    assert bo.status == 404
    bo.read("/casework/reports")
    assert "zwaardvis" not in bo.text()
    ind = find_user("bo.proef")
    assert search("zwaardvis", user=jip())
    assert not search("zwaardvis", user=ind)
    with pytest.raises(NotFoundError):
        actions.change_person(person_id=jip().id, role=Subject.WITNESS, by=jip(), now=NOW)


def test_a_report_carries_its_regime(office):
    """A border guard's data on aliens law is no police data; the officer says which it is."""
    path = office.report()
    report = Report.objects.get()
    assert report.regime == "wpg"
    assert queries.facts_of_report(report.id).regime is Regime.LED
    office.jip.read(path)
    office.jip.expect("Police Data Act (Wpg)", "Judicial and Criminal Records Act (Wjsg)")
    office.jip.send("/save", {"regime": "avg"})
    office.jip.expect("Saved.")
    report.refresh_from_db()
    assert report.regime == "avg"
    assert queries.facts_of_report(report.id).regime is Regime.GDPR
    office.jip.send("/save", {"regime": "national-police-law"})
    office.jip.expect("Please mend this first")
    with pytest.raises(UnusableInputError, match="regimes of its list"):
        values = {"regime": "national-police-law"}
        actions.save_report(report_id=report.id, values=values, by=jip(), now=NOW)


def test_the_gate_judges_by_the_regime_of_the_report(office):
    """An adequacy decision on police data opens nothing for other data."""
    office.report()
    thread = actions.open_thread(report_id=Report.objects.get().id, by=jip(), now=NOW)
    contact = Contact(
        direction=Direction.OUT, how="call", country="GB", counterpart="desk", said="x", at=NOW,
        already_said=True, not_origin=True, no_asylum=True,
    )  # fmt: skip
    kept = []
    for regime in ("wpg", "avg"):
        Report.objects.update(regime=regime)
        leg = actions.log_contact(thread_id=thread, contact=contact, by=jip(), now=NOW)
        decision_id = ContactLeg.objects.get(id=leg).decision_id
        kept.append(GateDecision.objects.get(id=decision_id).case.get("regime", "led"))
    assert kept == ["led", "gdpr"]


def test_a_closed_report_shows_the_whole_decision_on_europol(office):
    """Purposes and restrictions bind whoever reads it later."""
    office.report()
    decision = {"answer": "yes", "reason": "two States", "restrictions": "not to third parties"}
    office.jip.send("/europol", {**decision, "purposes": "operational-analysis"})
    office.jip.send("/close")
    assert Report.objects.get().state == "closed"
    office.jip.expect("two States", "operational analysis", "not to third parties")
