"""The table as a lawyer reads it in the product."""

import pytest
from django.utils import translation
from django.utils.html import escape

from schakel.handling import wording
from schakel.handling.core import table
from schakel.handling.core.arrangements import ARRANGEMENTS
from schakel.handling.core.case import Basis, Regime, Risk
from schakel.handling.core.organisations import LINES
from schakel.handling.core.versions import FIRST, VERSIONS
from schakel.rulebook.core.examples import list_examples
from schakel.rulebook.core.sources import LAWS, list_laws
from schakel.rulebook.wording import BASES, REGIMES, TABLE_SENTENCES
from tests.handling.cases import outside
from tests.handling.test_pages import page_of
from tests.intake.people import a_person, sign_in


@pytest.fixture
def jip(db):
    """Return a liaison officer."""
    return a_person()


def test_a_stranger_sees_nothing_of_the_table(client, db):
    """Closed by default."""
    for path in ("table", "rows/1", "rows/1/tests", "rows/1/history"):
        assert client.get(f"/gate/{path}").status_code == 302


def test_every_sentence_of_the_pages_stands_in_the_catalogue():
    """What the core says and the wording does not know stays English for everybody."""
    told = {
        *(row.explanation for row in table.ALL_ROWS),
        *(version.why for version in VERSIONS),
        *(law.name for law in LAWS),
        *(one.source for one in ARRANGEMENTS),
    }
    assert {str(sentence) for sentence in TABLE_SENTENCES} == told
    with translation.override("nl"):
        assert [s for s in told if wording.say(s) == s] == []
    assert set(BASES) == {one.basis for one in ARRANGEMENTS} <= set(Basis)
    assert set(REGIMES) == set(Regime)


def test_the_table_shows_every_row_with_its_source(client, jip):
    """A lawyer finds row, text, article and mark on one page."""
    page = sign_in(client, jip).get("/gate/table").content.decode()
    for row in table.TABLE:
        assert f'id="row-{row.number}"' in page
    assert "There is an open risk of death penalty or torture at the receiver." in page
    assert page.count("not verified") == len(
        [one for one in (*table.TABLE, *LINES, *ARRANGEMENTS) if one.verified == "K"]
    )
    assert table.VERSION in page


@pytest.mark.parametrize("row", table.TABLE, ids=lambda row: str(row.number))
def test_every_row_has_its_pages(client, jip, row):
    """Article, tests and history of each row can be read."""
    browser = sign_in(client, jip)
    page = browser.get(f"/gate/rows/{row.number}").content.decode()
    assert escape(row.source) in page
    assert all(law.identifier in page for law in list_laws(row.source))
    tests = browser.get(f"/gate/rows/{row.number}/tests").content.decode()
    assert tests.count("<td>agrees</td>") == len(list_examples(row.number))
    history = browser.get(f"/gate/rows/{row.number}/history").content.decode()
    assert row.since in history


def test_from_a_refusal_to_the_history_of_its_row_in_four_clicks(client, jip):
    """The lawyer's walk: refusal, article, test, history; each is one link away."""
    page = page_of(client, outside(risk=Risk.OPEN), by=jip)
    walk = ["/gate/rows/7", "/gate/rows/7/tests", "/gate/rows/7/history"]
    for address in walk:
        assert f'href="{address}"' in page
        page = client.get(address).content.decode()
    assert "2026-11-24.2" in page
    assert "Nothing that can lead to a person goes where it may lead to death" in page
    assert "Nothing that can lead to somebody is read where it may lead to death" in page


@pytest.mark.parametrize("number", [0, 37, 99])
def test_a_row_that_never_was_has_no_page(client, jip, number):
    """A typing error in an address is not found."""
    browser = sign_in(client, jip)
    for path in ("", "/tests", "/history"):
        assert browser.get(f"/gate/rows/{number}{path}").status_code == 404


def test_an_earlier_version_of_the_table_can_still_be_read(client, jip):
    """Who checks an old decision reads the table of that day."""
    browser = sign_in(client, jip)
    page = browser.get(f"/gate/table?version={FIRST}").content.decode()
    assert "no longer in force" in page
    assert 'id="row-31"' in page
    assert 'id="row-32"' not in page
    assert browser.get("/gate/table?version=nonsense").status_code == 404
