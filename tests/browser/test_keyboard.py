"""How much a hint costs whoever takes it in: keys counted, in a real browser."""

import time

import pytest
from playwright.sync_api import expect

from schakel.site.demo.seed import SAMPLES
from tests.browser.person import Person

pytestmark = pytest.mark.browser
MOST_ACTIONS = 12
MOST_SECONDS = 120


class Counter:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page = page
        self.actions = 0

    def press(self, key):
        """Press one key."""
        self.actions += 1
        self.page.keyboard.press(key)


def focused(page):
    """Return name and value of what has the focus."""
    return page.evaluate("[document.activeElement.name || '', document.activeElement.value || '']")


def test_a_one_page_mail_is_a_saved_hint_in_twelve_keys_and_two_minutes(stage, chromium):
    """A liaison officer who needs longer keeps the hint in his head, or in a mailbox.

    Choosing the file in the dialog of the system counts as two: its name, and Enter.
    """
    page = Person(stage, chromium, "nl", "jip.voorbeeld").page
    page.on("filechooser", lambda _: None)  # listened to from now on: no key may be quicker
    keys, begun = Counter(page), time.monotonic()
    keys.press("n")
    page.wait_for_url("**/casework/reports/new")
    expect(page.locator("input[type=file]")).to_be_focused()
    with page.expect_file_chooser() as dialog:
        keys.press("Enter")
    keys.actions += 2
    dialog.value.set_files(SAMPLES / "hint-harbour-office.eml")

    keys.press("Tab")  # the text, left empty
    assert focused(page)[0] == "text"
    keys.press("Tab")
    keys.press("ArrowDown")  # from A, where the group is entered, to B
    assert focused(page) == ["source_grade", "B"]
    keys.press("Tab")
    keys.press("ArrowDown")
    assert focused(page) == ["information_grade", "2"]
    with page.expect_navigation():
        keys.press("Enter")

    expect(page.locator("main")).to_contain_text("hint-harbour-office.eml")
    expect(page.locator("main")).to_contain_text("B2")
    assert keys.actions <= MOST_ACTIONS
    assert time.monotonic() - begun < MOST_SECONDS
