"""A request by SIENA or another carrier, as people at browsers play it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from schakel.assistance.models import Request
from tests.scenarios.office import Office

DISPATCH = {"outside_reference": "1234-5", "proof": "message number 1234-5"}


@pytest.fixture
def office(settings, tmp_path, db):
    """The Dutch node with its people, and an Italian partner."""
    return Office(settings, tmp_path)


def packed(office):
    """Return the address of a request by SIENA whose package was made."""
    path = office.draft(office.report(), carrier="siena", carrier_reason="")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.send("/pack")
    return path


def gone(office, **more):
    """Return the address of a request that went out by SIENA."""
    path = packed(office)
    office.sanne.read(path)
    office.sanne.send("/dispatch", {**DISPATCH, **more})
    return path


def a_moment(**ago):
    """Return a moment of before as a browser sends it."""
    return (datetime.now(UTC) - timedelta(**ago)).strftime("%Y-%m-%dT%H:%M")


def test_nothing_is_recorded_as_gone_that_was_not_cleared(office):
    """The gate stands before the other system too."""
    path = office.draft(office.report(), carrier="siena", carrier_reason="")
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.repeat(path + "/dispatch", DISPATCH)
    office.sanne.expect("make the package first")
    assert Request.objects.get().state == "in-review"


def test_a_change_undoes_the_package(office):
    """What leaves is what was cleared, to the letter."""
    path = packed(office)
    office.sanne.read(path)
    office.sanne.send("/save", {"asked": "Something else?"})
    office.sanne.read(path + "/package")
    assert office.sanne.status == 404


def test_the_package_is_a_file_with_what_was_cleared(office):
    """For the other system; who took it is in the log."""
    path = packed(office)
    answer = office.sanne._http.get(path + "/package/file")
    found = json.loads(answer.text)
    assert found["request"]["asked"] == "Who uses the telephone number?"
    assert (found["codes"], found["carrier"]) == (["H1"], "siena")
    assert "attachment" in answer.headers["content-disposition"]


def test_schakel_makes_no_package_of_what_it_carries(office):
    """Two ways out for one request would be one too many."""
    path = office.draft(office.report())
    office.jip.send("/submit")
    office.sanne.read(path)
    office.sanne.repeat(path + "/pack")
    office.sanne.expect("Schakel carries this request itself")


def test_the_clock_begins_when_the_receipt_is_recorded(office):
    """Often it is known later than the dispatch; nobody knows it before."""
    path = gone(office)
    assert "art. 5(1)(c)" not in office.sanne.text()
    office.sanne.send("/receipt", {"received_at": a_moment(days=-1)})
    office.sanne.expect("cannot lie ahead")
    office.sanne.send("/receipt", {"received_at": ""})
    office.sanne.expect("Please mend this first")
    office.sanne.read(path)
    office.sanne.send("/receipt", {"received_at": a_moment(hours=2)})
    office.sanne.expect("art. 5(1)(c)", "Due")
    thread = office.sanne.links("/casework/threads/")[0]
    office.sanne.read(thread)
    office.sanne.expect("Its receipt there was recorded")


def test_a_question_by_the_other_carrier_stops_the_clock(office):
    """And what we answer stops standing still; nothing goes by Schakel."""
    path = gone(office, received_at=a_moment(hours=2))
    office.sanne.read(path)
    office.sanne.send("/question", {"text": "Which vessel?"})
    office.sanne.expect("The clock stands still", "Which vessel?")
    office.jip.read(path)
    office.jip.send("/clarify", {"text": "The FIORE."})
    office.jip.expect("The FIORE.", "taken up")
    office.jip.send("/withdraw")
    office.jip.expect("withdrawn")
    assert office.heard() == []


def test_a_refusal_by_the_other_carrier_has_its_ground(office):
    """As if it had come in by itself."""
    path = gone(office)
    office.sanne.read(path)
    office.sanne.send("/refusal", {"ground": "f", "text": "ongoing"})
    office.sanne.expect("refused", "(f) national security", "ongoing")
    office.sanne.repeat(path + "/receipt", {"received_at": a_moment(hours=2)})
    office.sanne.expect("was not sent yet, or has its answer")


def test_what_arrives_by_itself_is_not_typed_in(office):
    """Only one way in per request."""
    path = office.sent(office.report())
    office.sanne.read(path)
    for deed in ("/by-hand", "/by-hand/refusal", "/question", "/receipt"):
        values = {"text": "x", "outside_reference": "x", "ground": "a", "received_at": a_moment()}
        office.sanne.repeat(path + deed, values)
        office.sanne.expect("arrives by itself")


def test_an_answer_by_hand_is_found_by_its_words(office):
    """Search covers what came back too, for those who may see it."""
    path = gone(office)
    office.sanne.read(path)
    office.sanne.send("/by-hand", {"outside_reference": "9", "text": "It is Mr. Xanthippos."})
    for person in (office.sanne, office.jip):
        person.read("/search")
        person.send("/search", {"query": "xanthippos"})
        person.expect("NL-Q-")
    floor = office.person("floor.verzonnen")
    floor.read("/search")
    floor.send("/search", {"query": "xanthippos"})
    assert "NL-Q-" not in floor.text()


def test_a_call_from_before_is_not_shown_to_who_joins_later(office):
    """Neither on the page, nor at its address, nor in the search, unless it is released."""
    path = office.draft(office.report())
    office.jip.read(path)
    thread = office.jip.links("/casework/threads/")[0]
    office.jip.read(thread + "/contact")
    said = {"direction": "in", "how": "call", "country": "IT", "counterpart": "harbour"}
    office.jip.send("/contact", {**said, "said": "The Xanthippos sails.", "at": a_moment(days=-1)})
    office.jip.expect("or after")
    office.jip.send("/contact", {**said, "said": "The Xanthippos sails.", "at": a_moment(days=1)})
    leg = office.jip.address
    office.jip.expect("told to us")
    office.jip.read(thread)
    office.jip.send("/admit", {"unit": "om"})
    floor = office.person("floor.verzonnen")
    floor.read(leg)
    assert floor.status == 404
    floor.read("/search")
    floor.send("/search", {"query": "xanthippos"})
    assert leg not in floor.links("/casework/contacts/")
    office.jip.read("/search")
    office.jip.send("/search", {"query": "xanthippos"})
    assert leg in office.jip.links("/casework/contacts/")
    release(office, thread, leg)
    floor.read(leg)
    floor.expect("The Xanthippos sails.")


def release(office, thread, leg):
    """Let Jip show a leg to the prosecution office."""
    office.jip.read(thread)
    for line in office.jip.page.xpath("//ol[@class='sk-timeline']/li"):
        if line.xpath(f".//a[@href='{leg}']"):
            (form,) = line.xpath(".//form")
            office.jip._send(form, {"unit": "om"})
