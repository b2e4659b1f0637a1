"""Circles of named people, on the page: what is closed is closed in every list and number."""

import pytest

from schakel.accounts.actions import make_user
from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework import actions as casework
from schakel.casework.models import Report
from schakel.intake.models import Original
from schakel.matching.queries import find_own_hits, keys_to_list
from schakel.shell.search import search
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db
PHONE = "+31612345678"


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office in which Jip has a colleague and wrote a report on a letter."""
    office = Office(settings, tmp_path)
    make_user(
        username="kim",
        name="Kim Voorbeeld",
        role=Role.LIAISON_OFFICER,
        unit_code="liaison",
        now=NOW,
    )
    office.path = office.report()
    letter = tmp_path / "letter.txt"
    letter.write_text("Fantasia called about the boat.")
    office.jip.send("/files", files=(letter,))
    report = Report.objects.get()
    casework.add_identifier(
        report_id=report.id, kind="phone", value=PHONE, by=find_user("jip.voorbeeld"), now=NOW
    )
    return office


def close(office):
    """Show the report to named people alone."""
    office.jip.read(who_sees(office))
    office.jip.send("/close", {"reason": "an officer is in danger"})


def who_sees(office):
    """Return the address of the page that says who sees the report."""
    return f"/access/report/{office.path.rpartition('/')[2]}"


def sees(office):
    """Return the addresses of the report and its letter that Kim may open, and what he finds."""
    kim = office.person("kim")
    original = Original.objects.get()
    opened = []
    for path in (office.path, f"/intake/originals/{original.id}", who_sees(office)):
        kim.read(path)
        opened.append(kim.status)
    found = {one["id"] for one in kim.objects()}
    user = find_user("kim")
    return opened, found, search("Fantasia", user=user), search(PHONE, user=user)


def test_a_circle_closes_page_file_list_search_and_hit(office):
    """And opening it again opens them all."""
    report = Report.objects.get()
    kim = find_user("kim")
    other = casework.start_report(by=kim, now=NOW, values={"text": "x"})
    casework.add_identifier(report_id=other, kind="phone", value=PHONE, by=kim, now=NOW)
    opened, found, words, number = sees(office)
    assert opened == [200, 200, 200]
    assert str(report.id) in found
    assert words and number
    assert [hit.report_id for hit in find_own_hits(other, for_user=kim)] == [report.id]
    listed = keys_to_list()
    assert listed

    close(office)
    opened, found, words, number = sees(office)
    assert opened == [404, 404, 404]
    assert str(report.id) not in found
    assert str(Original.objects.get().id) not in found
    assert not words
    assert {hit.object_id for hit in number} == {other}
    assert find_own_hits(other, for_user=kim) == ()
    assert find_own_hits(report.id, for_user=find_user("jip.voorbeeld"))

    office.jip.read(who_sees(office))
    office.jip.send("/open")
    assert sees(office)[0] == [200, 200, 200]
    events = LogEntry.objects.filter(event__startswith="access:").exclude(event="access:look")
    assert sorted(line.event for line in events) == ["access:close", "access:open"]


def test_who_is_named_sees_it_until_that_ends(office):
    """Told once, and named on the page with the reason."""
    close(office)
    kim = find_user("kim")
    given = {"assign-user": str(kim.id), "assign-reason": "speaks Tigrinya"}
    office.jip.send("/assign", given)
    office.jip.expect("speaks Tigrinya", "works on it by name")
    assert kim.notices.get().kind == "assigned"
    assert sees(office)[0] == [200, 200, 200]
    office.post(office.jip, f"{who_sees(office)}/assign", given)
    assert kim.notices.count() == 1
    office.jip.read(who_sees(office))
    office.jip.send(f"/people/{kim.id}/end")
    assert sees(office)[0] == [404, 404, 404]
    assert office.post(office.jip, f"{who_sees(office)}/people/{kim.id}/end", {}) == 404


def test_who_takes_his_own_name_off_is_led_away(office):
    """The page he stood on is no longer his."""
    close(office)
    kim = find_user("kim")
    office.jip.send("/assign", {"assign-user": str(kim.id), "assign-reason": "x"})
    office.person("kim").read(who_sees(office))
    office.person("kim").send(f"/people/{kim.id}/end")
    assert office.person("kim").status == 200
    assert office.person("kim").address == "/"


def test_a_circle_needs_a_reason_and_stands_once(office):
    """An unreasoned wall is a hiding place."""
    path = who_sees(office)
    assert office.post(office.jip, f"{path}/close", {"reason": ""}) == 400
    assert office.post(office.jip, f"{path}/assign", {"assign-user": ""}) == 400
    assert office.post(office.jip, f"{path}/open", {}) == 409
    close(office)
    assert office.post(office.jip, f"{path}/close", {"reason": "x"}) == 409
    office.jip.read(path.replace("report", "no-such-kind"))
    assert office.jip.status == 404


def test_nobody_of_another_unit_is_named(office):
    """A wall is opened by admitting a unit to a thread, not by a name."""
    sanne = find_user("sanne.oefening")
    given = {"assign-user": str(sanne.id), "assign-reason": "x"}
    assert office.post(office.jip, f"{who_sees(office)}/assign", given) == 400
