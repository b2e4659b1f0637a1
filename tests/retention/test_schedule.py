"""What is due is put out of use and destroyed on its day; what a file needs is kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from schakel.accounts.models import Notice
from schakel.accounts.queries import find_user
from schakel.assistance.models import Answer, Request
from schakel.audit.models import LogEntry
from schakel.casework.models import Identifier, Person, Report
from schakel.custody.models import Item
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.matching.models import Hit
from schakel.retention import actions, queries
from schakel.retention.models import Period, Term
from schakel.shell.models import SearchText
from tests.custody.chain import Chain
from tests.scenarios.office import Office

NOW = datetime.now(UTC)
YEAR = timedelta(days=366)


@pytest.fixture
def office(settings, tmp_path, db):
    """A Dutch office."""
    return Office(settings, tmp_path)


def at(years):
    """Return a moment that many years on, in which the terms are up to date."""
    now = NOW + years * YEAR
    actions.note_terms(now)
    return now


def report_of(path):
    """Return the report at an address."""
    return Report.objects.get(id=path.rpartition("/")[2])


def term_of(kind, object_id):
    """Return a term."""
    return Term.objects.get(kind=kind, object_id=object_id)


def events(event):
    """Return the lines of the log about one kind of event."""
    return list(LogEntry.objects.filter(event=event))


def test_a_report_shows_its_day(office):
    """The due date stands on the report before any chore has run."""
    office.jip.read(office.report())
    assert "Police Data Act, art. 8" in office.jip.text()
    assert str(NOW.year + 5) in office.jip.text()


def test_the_owner_is_told_before_the_day_and_once(office):
    """So that he can say that it belongs to an investigation."""
    report = report_of(office.report())
    now = at(0)
    term = term_of("report", report.id)
    soon = datetime.combine(term.due_date, now.time(), UTC) - timedelta(days=20)
    assert actions.run_schedule(soon) == 0
    assert actions.run_schedule(soon) == 0
    told = Notice.objects.filter(kind="retention-near", user__username="jip.voorbeeld")
    assert told.filter(path=f"/casework/reports/{report.id}").exists()
    assert told.count() == Term.objects.filter(told_at__isnull=False).count()


def test_what_is_out_of_use_is_on_no_page_and_in_no_search(office):
    """Article 14: kept for complaints alone, and for nobody's work."""
    path = office.report()
    report = report_of(path)
    assert actions.run_schedule(at(6))
    office.jip.read("/casework/reports")
    assert report.reference not in office.jip.text()
    office.jip.read(path)
    assert office.jip.status == 404
    assert not SearchText.objects.filter(object_id=report.id).exists()
    report.refresh_from_db()
    assert report.text
    assert term_of("report", report.id).removed_at
    assert events("term:remove")


def test_it_is_destroyed_five_years_later_and_the_log_proves_it(office):
    """The row with its reference stays; nothing of what it said does."""
    report = report_of(office.report())
    Hit.objects.create(report_id=report.id, node="it", key="phone:1", found_at=NOW)
    actions.run_schedule(at(6))
    assert actions.run_schedule(at(12))
    report.refresh_from_db()
    assert report.reference
    assert (report.text, report.title, report.necessity) == ("", "", "")
    assert report.erased_at
    assert not Person.objects.filter(report=report).exists()
    assert not Identifier.objects.filter(report=report).exists()
    assert not Hit.objects.filter(report_id=report.id).exists()
    line = next(one for one in events("term:destroy") if one.object_id == str(report.id))
    assert line.facts["since"] == report.made_at.date().isoformat()
    assert line.legal_basis == "wpg-14"
    assert actions.run_schedule(at(13)) == 0


def test_a_grave_stays_shut_when_a_backup_comes_back(office):
    """The tombstone lies outside the database: what an older archive brings goes again."""
    report = report_of(office.report())
    kept = Report.objects.filter(id=report.id).values()[0]
    actions.run_schedule(at(6))
    actions.run_schedule(at(12))
    Report.objects.filter(id=report.id).update(**kept)
    Term.objects.all().delete()
    assert actions.bury_again(NOW) == 1
    assert Report.objects.get(id=report.id).text == ""
    assert actions.bury_again(NOW) == 0


def test_a_torn_line_of_the_tombstones_stops_nothing(office):
    """A crash while writing leaves half a line."""
    actions.write_tombstone(uuid4(), kind="report", files=[], at=NOW, why="x")
    path = actions.tombstones()
    path.write_text(path.read_text() + '{"report":"\n[]\n{"at":"x"}\n')
    assert len(list(actions.read_tombstones())) == 1


def test_a_file_that_another_report_needs_stays(office, tmp_path):
    """A shared original goes with the last report that rests on it."""
    first = report_of(office.report())
    letter = tmp_path / "letter.txt"
    letter.write_text("Rico Fantasia")
    office.jip.read(f"/casework/reports/{first.id}")
    office.jip.send("/files", files=(letter,))
    original = first.originals.get().original
    second = report_of(office.report())
    second.originals.create(original=original)
    keeper = queries.keepers.find("report")
    assert keeper.files(first.id) == []
    keeper.destroy(first.id, NOW)
    original.refresh_from_db()
    assert original.state != "erased"
    assert keeper.files(second.id) == [original.sha256]
    keeper.destroy(second.id, NOW)
    original.refresh_from_db()
    assert original.state == "erased"


def test_what_is_in_a_criminal_file_is_kept_and_a_prosecutor_is_asked(chain_of_three):
    """Never erased by schedule: the item, the report of its thread, and the request."""
    chain = chain_of_three
    answer = chain.answer()
    Item.objects.filter(id=answer).update(in_criminal_file_at=NOW)
    assert actions.run_schedule(at(6))
    item = Item.objects.get(id=answer)
    assert (item.state, bool(item.restricted_at)) == ("held", True)
    request = Request.objects.get()
    for kind, one in (("item", item.id), ("report", request.report_id), ("request", request.id)):
        term = term_of(kind, one)
        assert (term.held_ground, term.removed_at) == ("criminal-file", None)
    assert Notice.objects.filter(kind="prosecutor-asked", path="/retention/").exists()
    assert Answer.objects.get(id=answer).text
    assert request.report_id in queries.resting_ids("report")
    assert actions.run_schedule(at(20)) == 0


def test_a_prosecutor_decides_over_what_is_kept(chain_of_three):
    """It stays, restricted, or goes after all; nobody else decides."""
    chain = chain_of_three
    answer = chain.answer()
    Item.objects.filter(id=answer).update(exculpatory_at=NOW)
    actions.run_schedule(at(6))
    term = term_of("item", answer)
    assert term.held_ground == "exculpatory"
    magistrate = find_user("floor.verzonnen")
    decide = {"term_id": term.id, "now": NOW}
    with pytest.raises(NotAllowedError):
        actions.decide_held(erase=True, by=find_user("jip.voorbeeld"), **decide)
    actions.decide_held(erase=False, by=magistrate, **decide)
    term.refresh_from_db()
    assert term.kept_at
    actions.decide_held(erase=True, by=magistrate, **decide)
    assert Item.objects.get(id=answer).state == "erased"
    with pytest.raises(ConflictError):
        actions.decide_held(erase=True, by=magistrate, **decide)


def test_an_item_and_its_request_end_on_their_day(chain_of_three):
    """What a partner gave ends under our law too, with the message that brought it."""
    answer = chain_of_three.answer()
    actions.run_schedule(at(6))
    assert not queries.put_away_ids("item") - {Item.objects.get().id}
    chain_of_three.office.jip.read(chain_of_three.path)
    assert chain_of_three.office.jip.status == 404
    while actions.run_schedule(at(12)):
        pass
    assert Item.objects.get(id=answer).state == "erased"
    assert Answer.objects.get(id=answer).text == ""
    request = Request.objects.get()
    assert (request.asked, request.purpose, request.connection) == ("", "", "")
    actions.note_terms(NOW)
    assert not Term.objects.filter(destroyed_at__isnull=True).exists()


def test_an_informant_is_kept_by_his_own_article(office):
    """Ten years after the last relevant processing, and not five of use and five of rest."""
    path = office.report()
    office.jip.read(path)
    office.jip.send("/persons", {"name": "", "code_reference": "I-7", "role": "informant"})
    person = Person.objects.get(role="informant")
    at(0)
    assert term_of("person", person.id).article == "wpg-12"
    assert term_of("person", person.id).due_date.year == NOW.year + 10
    actions.run_schedule(at(6))
    assert Person.objects.filter(id=person.id).exists()
    actions.run_schedule(at(11))
    assert not Person.objects.filter(id=person.id).exists()


def test_the_privacy_officer_enters_what_no_source_says(office):
    """Each value carries who entered it and whether he read it; the terms count anew."""
    report = report_of(office.report())
    Report.objects.filter(id=report.id).update(regime="avg")
    at(0)
    assert term_of("report", report.id).due_date is None
    by = office_privacy()
    given = {"article": "avg", "months": 12, "source": "Selection list 2024", "is_verified": False}
    with pytest.raises(NotAllowedError):
        actions.enter_period(by=find_user("jip.voorbeeld"), now=NOW, **given)
    actions.enter_period(by=by, now=NOW, **given)
    assert term_of("report", report.id).due_date.year == NOW.year + 1
    for wrong in ({"article": "x"}, {"months": 0}, {"source": " "}):
        with pytest.raises(UnusableInputError):
            actions.enter_period(by=by, now=NOW, **{**given, **wrong})
    with pytest.raises(UnusableInputError):
        actions.enter_period(by=by, now=NOW, **{**given, "article": "wpg-8", "months": 61})
    assert Period.objects.count() == 1


def test_another_article_counts_anew(office):
    """What belongs to an investigation has no day until that has ended."""
    report = report_of(office.report())
    at(0)
    term, by = term_of("report", report.id), office_privacy()
    change = {"term_id": term.id, "by": by, "now": NOW}
    with pytest.raises(UnusableInputError):
        actions.change_article(article="avg", ended_on=None, **change)
    actions.change_article(article="wpg-9", ended_on=None, **change)
    at(0)
    assert term_of("report", report.id).due_date is None
    actions.change_article(article="wpg-9", ended_on=NOW.date(), **change)
    actions.run_schedule(NOW + YEAR)
    with pytest.raises(ConflictError):
        actions.change_article(article="wpg-8", ended_on=None, **change)
    with pytest.raises(NotFoundError):
        actions.change_article(article="wpg-8", ended_on=None, **{**change, "term_id": uuid4()})


def test_the_command_tells_and_does(office, capsys):
    """What the worker does by itself can be done, and foretold, at the command line."""
    report = report_of(office.report())
    Report.objects.filter(id=report.id).update(made_at=NOW - 6 * YEAR)
    call_command("retention", "--dry-run")
    assert json.loads(capsys.readouterr().out) == {"due": 1, "done": 0}
    call_command("retention")
    assert json.loads(capsys.readouterr().out) == {"due": 1, "done": 1}
    assert term_of("report", report.id).removed_at
    assert Path(actions.tombstones()).parent.name == "custody"


def test_the_page_shows_what_is_due_held_and_destroyed(office):
    """The privacy officer sees references and days, never what something says."""
    report = report_of(office.report())
    at(0)
    person = office.person("noor.toets")
    Report.objects.filter(id=report.id).update(made_at=NOW - timedelta(days=1600))
    at(0)
    person.read("/retention/")
    assert report.reference in person.text()
    assert "Fantasia" not in person.text()
    person.send("/retention/periods", {"article": "wpg-8", "months": "12", "source": "own rule"})
    assert "own rule" in person.text()
    assert term_of("report", report.id).due_date < NOW.date()
    actions.run_schedule(NOW)
    actions.run_schedule(NOW + 6 * YEAR)
    person.read("/retention/")
    assert "Nothing was destroyed" not in person.text()


def office_privacy():
    """Return the privacy officer of the cast."""
    return find_user("noor.toets")


@pytest.fixture
def chain_of_three(settings, tmp_path, db):
    """Italy gave, we hold, France may get it."""
    return Chain(settings, tmp_path)
