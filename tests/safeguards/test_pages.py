"""The question before a call, and what is known of a receiver."""

import re

import pytest

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.handling.models import GateDecision
from schakel.safeguards.actions import load_facts, load_own_facts
from tests.intake.people import a_person, sign_in
from tests.safeguards.judging import judged
from tests.safeguards.test_receivers import NOON, UNSAFE, facts_of

LEAST = {"receiver": "IT", "purpose": "crime"}


@pytest.fixture
def jip(client, db):
    """Return the browser of a liaison officer on a node that knows the facts."""
    load_own_facts(now=NOON)
    load_facts(facts_of("XZ", {**UNSAFE, "name-en": "Zandria", "name-nl": "Zandrië"}), now=NOON)
    return sign_in(client, a_person())


def asked(browser, **answers):
    """Ask the gate through the form; return the page."""
    answer = browser.post("/safeguards/ask", {**LEAST, **answers})
    assert answer.status_code == 200
    return answer.content.decode()


def rules():
    """Return the rules of the only decision."""
    return [reason["rule"] for reason in GateDecision.objects.get().reasons]


def test_the_form_asks_in_plain_words_and_needs_two_choices(jip):
    """Under a minute by keyboard: a country by its name, a purpose, and what applies."""
    page = jip.get("/safeguards/ask?receiver=XZ").content.decode()
    assert '<option value="XZ" selected>Zandria</option>' in page
    asked_for = page.partition("Question</h2>")[2]
    assert re.findall(r'<select name="(\w+)"[^>]* required', asked_for) == ["receiver"]
    assert re.findall(r"<input[^>]* required", asked_for) == []
    assert "Write no names." in page
    assert "MISSING VARIABLE" not in page


def test_a_question_is_answered_on_the_spot_and_logged(jip):
    """The answer has a page of its own to come back to."""
    page = asked(jip, personal="on", necessary="on", evaluated="on", subject="suspect")
    kept = GateDecision.objects.get()
    assert "Allowed on conditions" in page
    assert f"/gate/decisions/{kept.id}" in page
    assert LogEntry.objects.get(event="gate:ask").recipient == "IT"
    assert rules() == ["23"]


def test_the_invented_country_is_refused_by_its_facts(jip):
    """Rows 7 and 27, because of what the node knows of it."""
    page = asked(jip, receiver="XZ", personal="on", receiver_is_origin="no", asylum="none")
    assert "Refused" in page
    assert rules() == ["3", "7", "27", "31"]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"codes": ["H2"], "originator": "FR"}, ["10", "15"]),
        ({"codes": ["H2"], "originator": "FR", "consent": "given"}, ["15"]),
        ({"codes": ["H3"]}, ["13", "15"]),
        ({"codes": ["H3"], "h3_confirmed": "on"}, ["15"]),
        ({"original_purpose": "return"}, ["14", "15"]),
        ({"tainted": "on"}, ["1", "15"]),
        ({"personal": "on", "special_categories": "on"}, ["3", "16", "23"]),
        (
            {"personal": "on", "purpose": "return", "refoulement": "barred", "minor": "on"},
            ["3", "19", "20", "23"],
        ),
        ({"receiver": "TN", "receiver_is_origin": "yes", "asylum": "pending"}, ["5", "15", "31"]),
    ],
)
def test_every_answer_on_the_form_reaches_the_gate(jip, answers, found):
    """A tick that does nothing would be a false comfort."""
    asked(jip, **answers)
    assert rules() == found


@pytest.mark.parametrize("answers", [{"receiver": "Q1"}, {"receiver": ""}, {"purpose": "war"}])
def test_an_answer_that_is_not_offered_is_said_so_and_asks_nothing(jip, answers):
    """The page leads back to the field."""
    assert "Please mend this first" in asked(jip, **answers)
    assert not GateDecision.objects.exists()


def test_who_may_not_ask_gets_no_form(client, db):
    """The administrator reads no content."""
    browser = sign_in(client, a_person("kees", unit="office", role=Role.NODE_ADMINISTRATOR))
    assert browser.get("/safeguards/ask").status_code == 403
    assert browser.post("/safeguards/ask", LEAST).status_code == 403
    assert "/safeguards/ask" not in browser.get("/directory/").content.decode()


def test_the_page_of_a_receiver_shows_source_year_and_mark(jip):
    """Whoever relies on a fact sees how sure it is."""
    page = jip.get("/safeguards/GB").content.decode()
    assert "United Kingdom" in page
    assert "Implementing Decision (EU) 2021/1773" in page
    assert "not verified: from memory" in page
    assert "Nobody has signed a judgement that counts today" in page
    assert "MISSING VARIABLE" not in page


def test_the_page_of_a_receiver_shows_its_judgements(jip):
    """By whom, on what, until when, and who disagreed."""
    desk = a_person("hanna", unit="office", role=Role.HUMAN_RIGHTS_DESK)
    judged(desk, conditions="no addresses", dissent="one of three")
    judged(desk, party="TN", positive=False)
    page = jip.get("/safeguards/XZ").content.decode()
    for words in ("Zandria", "visit reports", "hanna Demo", "no addresses", "one of three"):
        assert words in page
    assert "Nobody has signed a judgement that counts today" not in page
    assert "do not send" in jip.get("/safeguards/TN").content.decode()


def test_of_a_receiver_in_the_union_no_facts_are_asked(jip):
    """And of one that nobody knows, that is said."""
    assert "the gate asks no facts of it" in jip.get("/safeguards/IT").content.decode()
    assert "Nothing is known" in jip.get("/safeguards/QQ").content.decode()
    assert jip.get("/safeguards/it").status_code == 404


def test_the_pages_read_in_dutch(jip):
    """The officer's own language."""
    page = jip.get("/safeguards/XZ", headers={"accept-language": "nl"}).content.decode()
    assert "Zandrië" in page
    assert "zonder geldig mensenrechtenoordeel" in page
    form = jip.get("/safeguards/ask", headers={"accept-language": "nl"}).content.decode()
    assert "Vraag de toets" in form
