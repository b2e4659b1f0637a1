"""Versions on a real report: written by one, checked and sent by another, below the line only."""

import pytest

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework.models import Person, Report
from schakel.custody.models import Copy, Item
from schakel.exchange.models import Outgoing
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Stop
from schakel.intake.models import Original
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.stopping.actions import make_stop
from schakel.stopping.core.scopes import Standing
from schakel.tearline import actions, queries
from schakel.tearline.models import Version
from tests.intake import makers
from tests.intake.people import a_person
from tests.scenarios.office import NOW, Office
from tests.stopping.people import two_officers

pytestmark = pytest.mark.django_db
BELOW = "Three boats left the beach at night."
REPORT = f"{BELOW} The number +31 6 12345678 belongs to the man who sells engines."


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office with a report that names a man and a number."""
    found = Office(settings, tmp_path)
    found.path = found.report(REPORT)
    return found


def jip():
    """Return the author."""
    return find_user("jip.voorbeeld")


def sanne():
    """Return who may send."""
    return find_user("sanne.oefening")


def begun(**change):
    """Return a version for Italy, written and kept."""
    version = actions.begin_version(
        report_id=Report.objects.get().id, audience="it", by=jip(), now=NOW
    )
    saved(version, **change)
    return version


def saved(version, **change):
    """Keep a version with some things changed."""
    values = {"text": BELOW, "kept_back": "", "persons": [], "numbers": [], "files": []}
    actions.save_version(version_id=version, by=jip(), now=NOW, **{**values, **change})


def submitted(**change):
    """Return a version that waits for who sends."""
    version = begun(**change)
    actions.submit_version(version_id=version, by=jip(), now=NOW)
    return version


def sent(version, by=None):
    """Send a version."""
    return actions.send_version(version_id=version, h3_confirmed=False, by=by or sanne(), now=NOW)


def files(office, tmp_path, **contents):
    """Lay files into the report; return their ids by stem."""
    paths = []
    for name, content in contents.items():
        stem, _, ending = name.rpartition("_")
        path = tmp_path / f"{stem}.{ending}"
        path.write_bytes(content)
        paths.append(path)
    office.jip.read(office.path)
    office.jip.send("/files", files=tuple(paths))
    return {one.name.partition(".")[0]: str(one.id) for one in Original.objects.all()}


def test_the_partner_gets_what_stands_below_the_line_and_nothing_else(office):
    """One sealed message, with the text of the version, to be recalled like any item."""
    version = submitted()
    item = sent(version)
    (row,) = Outgoing.objects.filter(kind="item.pass")
    body = office.partner.open(row.sealed).body
    assert body["text"] == BELOW
    assert "12345678" not in str(body)
    assert "Fantasia" not in str(body)
    kept = Item.objects.get(id=item)
    assert (kept.originator, kept.text) == ("nl", BELOW)
    assert Copy.objects.get(item=kept).node == "it"
    row = Version.objects.get()
    assert (row.sent_by, row.item_id) == (sanne(), item)
    assert LogEntry.objects.filter(event="version:send", recipient="it").count() == 1
    with pytest.raises(ConflictError):
        sent(version)
    with pytest.raises(ConflictError):
        saved(version)


@pytest.mark.parametrize(
    "text",
    [
        "Rico Fantasia sells engines.",
        "FANTASIA sells engines.",
        "Рико Фантасиа sells engines.",
        "Call 0612-34-56-78.",
        "The number +31 6 12345678 belongs to the man who sells engines.",
        "About heron: nothing.",
        "   ",
    ],
)
def test_what_stands_above_the_line_stops_it(office, text):
    """Names, numbers, passages and the author's own words, and a version without a text."""
    version = begun(text=text, kept_back="Heron")
    with pytest.raises(actions.LeakError):
        actions.submit_version(version_id=version, by=jip(), now=NOW)
    assert LogEntry.objects.filter(event="version:leak").count() == 1
    assert not Outgoing.objects.filter(kind="item.pass").exists()


def test_what_is_ticked_may_be_named(office):
    """The line is drawn by a person, name by name and number by number."""
    person, number = Person.objects.get(), "+31612345678"
    text = "Rico Fantasia uses 06 12345678 and sells engines."
    version = submitted(text=text, persons=[str(person.id)], numbers=[number])
    seen = queries.preview_of(Version.objects.get())
    assert number not in [one.value for one in seen.stays]
    assert sent(version)


def test_a_leak_that_came_in_after_the_check_is_found_when_it_is_sent(office):
    """The report may grow while the version waits: what counts is what is known now."""
    version = submitted(text=BELOW + " The skipper is called Otto Bedacht.")
    Person.objects.create(
        report=Report.objects.get(), role="witness", name="Otto Bedacht", made_at=NOW
    )
    with pytest.raises(actions.LeakError):
        sent(version)
    assert not Outgoing.objects.filter(kind="item.pass").exists()


def test_a_file_is_searched_with_its_properties(office, tmp_path):
    """A clean page by an author whose name must stay is no clean file."""
    given = files(
        office,
        tmp_path,
        clean_txt=b"The quay lies empty.",
        named_txt=b"Ask for Rico Fantasia.",
    )
    version = begun(files=[given["clean"], given["named"]])
    seen = queries.preview_of(Version.objects.get())
    found = {file.original.name: [leak.value for leak in file.leaks] for file in seen.files}
    assert found == {"clean.txt": [], "named.txt": ["Rico Fantasia"]}
    with pytest.raises(actions.LeakError):
        actions.submit_version(version_id=version, by=jip(), now=NOW)
    saved(version, files=[given["clean"]])
    actions.submit_version(version_id=version, by=jip(), now=NOW)
    assert sent(version)
    assert queries.preview_of(Version.objects.get()).files_that_stay == 1


def test_a_picture_leaves_without_its_metadata_after_somebody_looked(office, tmp_path):
    """Nobody can search for text in it, and its position is metadata."""
    given = files(office, tmp_path, boat_jpg=makers.a_picture())
    version = submitted(files=[given["boat"]])
    (file,) = queries.preview_of(Version.objects.get()).files
    assert not file.is_searchable
    assert file.sha256 != file.original.sha256
    with pytest.raises(actions.LeakError):
        sent(version)
    with pytest.raises(NotAllowedError):
        actions.look_at_file(version_id=version, original_id=file.original.id, by=jip(), now=NOW)
    assert queries.view_files(sanne(), {file.original.id}) == {file.original.id}
    actions.look_at_file(version_id=version, original_id=file.original.id, by=sanne(), now=NOW)
    item = sent(version)
    assert Item.objects.get(id=item).files == [file.sha256]


def test_a_change_undoes_the_check_and_the_look(office, tmp_path):
    """What was looked at is what leaves."""
    given = files(office, tmp_path, boat_jpg=makers.a_picture())
    version = submitted(files=[given["boat"]])
    original = Original.objects.get().id
    actions.look_at_file(version_id=version, original_id=original, by=sanne(), now=NOW)
    saved(version, files=[given["boat"]])
    row = Version.objects.get()
    assert row.submitted_at is None
    assert not row.looks.exists()
    with pytest.raises(NotFoundError):
        sent(version)
    saved(version)
    actions.submit_version(version_id=version, by=jip(), now=NOW)
    with pytest.raises(ConflictError):
        actions.look_at_file(version_id=version, original_id=original, by=sanne(), now=NOW)


def test_who_wrote_it_does_not_send_it(office):
    """Two people draw the line."""
    version = submitted()
    Version.objects.update(author=sanne())
    with pytest.raises(NotAllowedError):
        sent(version)


def test_what_was_not_submitted_is_not_sent(office):
    """Half a text is nobody's decision."""
    author = jip()
    version = begun()
    colleague = a_person("sam", unit=author.unit.code, role=Role.SPOC_DESK)
    with pytest.raises(ConflictError):
        sent(version, by=colleague)


def test_the_gate_decides_about_whom_the_version_names(office):
    """A stop, or an origin, stops a version like everything else."""
    version = submitted()
    make_stop(
        standing=Standing(scope=Stop.COUNTRY, target="IT", country="IT"),
        label="x",
        reason="a coup",
        by=two_officers()[0],
        now=NOW,
    )
    with pytest.raises(GateClosedError):
        sent(version)
    assert not Outgoing.objects.filter(kind="item.pass").exists()


def test_one_draft_per_audience_and_only_of_the_report(office):
    """Two drafts for one reader would be two lines."""
    version = begun()
    with pytest.raises(ConflictError):
        actions.begin_version(report_id=Report.objects.get().id, audience="it", by=jip(), now=NOW)
    with pytest.raises(UnusableInputError):
        saved(version, numbers=["+31600000000"])
    with pytest.raises(UnusableInputError):
        saved(version, text="x" * 100_001)


def test_an_informant_is_never_named_and_his_reference_stays(office):
    """His reference is above every line."""
    informant = Person.objects.create(
        report=Report.objects.get(), role="informant", code_reference="RK-17", made_at=NOW
    )
    version = begun(text=BELOW + " RK17 said so.")
    with pytest.raises(UnusableInputError):
        saved(version, persons=[str(informant.id)])
    with pytest.raises(actions.LeakError):
        actions.submit_version(version_id=version, by=jip(), now=NOW)


def test_who_sends_sees_kinds_and_no_names_of_what_stays(office):
    """The desk that sends reads the version, not the report."""
    version = submitted()
    office.sanne.read("/")
    office.sanne.expect("Version of a report")
    office.sanne.read(f"/tearline/versions/{version}")
    page = office.sanne.page.text_content()
    assert BELOW in page
    assert "Fantasia" not in page
    assert "12345678" not in page
    office.sanne.send("/send")
    office.sanne.expect("what stands below the line, and nothing else")


def test_the_author_draws_the_line_on_the_page(office):
    """Preview beside what stays and why; the refusal names what was found."""
    office.jip.read(office.path.replace("/casework/", "/tearline/"))
    office.jip.send("/begin", {"audience": "it"})
    office.jip.expect("What leaves", "What stays, and why", "Rico Fantasia", "not ticked")
    office.jip.send("/submit")
    assert office.jip.status == 409
    office.jip.expect("It cannot leave like this", "Nothing left")
    office.jip.send("/save", {"text": BELOW})
    office.jip.send("/submit")
    office.jip.expect("It waits for somebody who checks and sends it.")
    assert Version.objects.get().submitted_at is not None


@pytest.mark.parametrize("kind", ["report", "item"])
def test_what_was_written_for_others_ends_with_the_report_or_the_item(office, kind):
    """A copy that outlives what it was taken from is a leak of another kind."""
    item = sent(submitted(kept_back="Heron"))
    report = Report.objects.get().id
    actions.forget_versions("person", report, NOW)
    assert Version.objects.get().text == BELOW
    actions.forget_versions(kind, {"report": report, "item": item}[kind], NOW)
    row = Version.objects.get()
    assert (row.text, row.kept_back, row.persons, row.numbers) == ("", "", [], [])
