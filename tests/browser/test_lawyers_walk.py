"""The lawyer's walk in a real browser: from a refusal to the history of its row."""

import pytest

from tests.browser.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def jip(stage, chromium):
    """Return the liaison officer, signed in."""
    return Person(stage, chromium, "nl", "jip.voorbeeld")


class Walk:
    """Somebody who only follows links, and counts them."""

    def __init__(self, person):
        self.person, self.clicks = person, 0

    def follow(self, name):
        """Follow a link of the page by its name."""
        link = self.person.page.locator("main").get_by_role("link", name=name, exact=True).first
        with self.person.page.expect_navigation():
            link.click()
        self.clicks += 1
        return self.person.text()


def refused(jip):
    """Let the gate refuse what would be told to a state where death is at stake."""
    jip.go("/casework/reports/new")
    jip.write("Or write it down", "The boat was bought in Ter Apel.")
    jip.press("Save")
    jip.press("Begin a thread")
    jip.go(jip.page.url.removeprefix(jip.url) + "/contact")
    jip.page.locator("[name=direction]").last.check()
    jip.page.locator("[name=country]").select_option("XZ")
    jip.page.locator("[name=counterpart]").fill("the desk")
    jip.page.locator("[name=said]").fill("Do you know the boat?")
    jip.page.locator("main form").last.evaluate("form => form.requestSubmit()")
    jip.page.wait_for_load_state()


def test_four_clicks_lead_from_a_refusal_to_article_test_history_and_table(jip):
    """Whoever answers for a refusal finds why, and who changed the rule when."""
    refused(jip)
    assert "Do not say it" in jip.text()
    jip.check_access()
    walk = Walk(jip)
    article = walk.follow("7")
    assert "Row 7" in article
    assert "ECHR" in article
    jip.check_access()
    assert "open" in walk.follow("Tests of this row")
    jip.check_access()
    assert "2026-11-25.1" in walk.follow("History of this row")
    jip.check_access()
    table = walk.follow("The whole table")
    assert jip.page.url.endswith("#row-7")
    assert "Death penalty or torture" in table
    assert walk.clicks == 4
    assert not jip.outside
