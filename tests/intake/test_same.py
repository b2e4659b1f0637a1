"""One decision serves every place where the same was found in a report."""

import pytest
from django.urls import reverse

from schakel.audit.models import LogEntry
from schakel.casework import actions as casework
from schakel.casework.models import Report, ReportOriginal
from schakel.intake import actions, queries
from schakel.intake.models import Finding, Original
from tests.intake import makers
from tests.intake.people import NOON, a_person, sign_in

pytestmark = pytest.mark.django_db
TEXT = f"Bel {makers.PHONE}, of {makers.PHONE}, of op 03/04/2026 en 03/04/2026."


@pytest.fixture
def vera():
    """A liaison officer."""
    return a_person()


def take(by, text=TEXT):
    """Take a file in and return its original."""
    pk = actions.take_in(name="a.txt", chunks=[text.encode()], by=by, now=NOON, country="NL")
    return Original.objects.get(pk=pk)


def in_one_report(by, *originals):
    """Put originals into one report."""
    report_id = casework.start_report(by=by, now=NOON)
    for original in originals:
        casework.add_original(report_id=report_id, original_id=original.pk, by=by, now=NOON)


def states(original, kind="phone"):
    """Return the states of what was found in an original."""
    found = Finding.objects.filter(part__original=original, kind=kind).order_by("start")
    return [one.state for one in found]


def settle(original, verdict, by, *, kind="phone", value="", at=0):
    """Settle one of what was found in an original."""
    found = Finding.objects.filter(part__original=original, kind=kind).order_by("start")
    return actions.decide_finding(
        finding_id=found[at].pk, verdict=verdict, value=value, by=by, now=NOON
    )


def test_a_number_that_stands_twice_is_accepted_once(vera):
    """In a mail with its quotation every number stands twice, and two clicks teach nothing."""
    original = take(vera)
    assert len(settle(original, "accepted", vera, at=1)) == 2
    assert states(original) == ["accepted", "accepted"]
    settle(original, "rejected", vera)
    assert states(original) == ["rejected", "rejected"]


def test_what_has_two_readings_is_chosen_once(vera):
    """The same words in one report mean the same day."""
    original = take(vera)
    settle(original, "corrected", vera, kind="date", value="2026-04-03")
    assert states(original, "date") == ["corrected", "corrected"]


def test_it_reaches_the_other_files_of_the_report_and_no_other(vera):
    """A report is one story; another report is another."""
    mail, note, elsewhere = take(vera), take(vera), take(vera)
    in_one_report(vera, mail, note)
    in_one_report(vera, elsewhere)
    settle(mail, "accepted", vera)
    assert states(note) == ["accepted", "accepted"]
    assert states(elsewhere) == ["proposed", "proposed"]
    lines = LogEntry.objects.filter(event="finding:decide")
    assert {line.object_id for line in lines} == {str(mail.pk), str(note.pk)}


def test_what_was_settled_otherwise_stays(vera):
    """A later decision on one is no decision on what somebody decided apart."""
    mail, note = take(vera), take(vera)
    settle(note, "rejected", vera)
    in_one_report(vera, mail, note)
    settle(mail, "accepted", vera)
    assert states(note) == ["rejected", "rejected"]


def test_files_of_another_unit_are_not_settled(vera):
    """A wall between units holds for a click as well."""
    other = a_person("otto", unit="other")
    theirs, ours = take(other), take(vera)
    in_one_report(vera, ours)
    ReportOriginal.objects.create(report=Report.objects.get(), original_id=theirs.pk)
    settle(ours, "accepted", vera)
    assert states(theirs) == ["proposed", "proposed"]


def test_the_page_has_one_line_and_tells_the_panels_of_other_files(client, vera):
    """What stands twice is said to stand twice, and each mark leads to the one line."""
    mail, note = take(vera), take(vera)
    in_one_report(vera, mail, note)
    desk = sign_in(client, vera)
    html = desk.get(reverse("intake:findings", args=[mail.pk])).content.decode()
    assert html.count("2 times") == 2
    assert queries.count_open_things({mail.pk}) == 2
    for one in Finding.objects.filter(part__original=mail):
        assert f'id="finding-{one.pk}"' in html
    first = Finding.objects.filter(part__original=mail, kind="phone").order_by("start")[0]
    answer = desk.post(
        reverse("intake:decide", args=[first.pk]), {"verdict": "accepted"}, HTTP_HX_REQUEST="true"
    )
    assert answer["HX-Trigger"] == f"settled-{note.pk}"
    assert "2 times" in answer.content.decode()
    again = desk.post(
        reverse("intake:decide", args=[first.pk]), {"verdict": "nonsense"}, HTTP_HX_REQUEST="true"
    )
    assert "HX-Trigger" not in again
    html = desk.get(reverse("intake:findings", args=[mail.pk])).content.decode()
    assert "1 settled" in html
    assert html.index("2026-04-03") < html.index("1 settled") < html.index(makers.PHONE)


def test_the_page_of_a_draft_begins_with_what_is_next(client, vera):
    """Who opens a long report sees on the first screen what waits, and each word leads there."""
    mail = take(vera)
    in_one_report(vera, mail)
    desk = sign_in(client, vera)
    path = reverse("casework:report", args=[Report.objects.get().id])
    html = desk.get(path).content.decode()
    head = html.partition('class="sk-columns"')[0]
    assert "Settle 2 finds" in head
    assert "Say who is in it" in head
    assert "things that are missing" in head
    for target in ("files", "persons", "close"):
        assert f'href="#{target}"' in head
        assert f'id="{target}"' in html
    settle(mail, "accepted", vera)
    settle(mail, "rejected", vera, kind="date")
    head = desk.get(path).content.decode().partition('class="sk-columns"')[0]
    assert "Settle" not in head
