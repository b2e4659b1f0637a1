"""Persons of a report in a real browser: selected in the text, or an informant without a name."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def jip(stage, chromium):
    """Return the liaison officer, signed in."""
    return Person(stage, chromium, "nl", "jip.voorbeeld")


@pytest.fixture
def draft(jip):
    """Return the liaison officer before a draft whose text names somebody."""
    jip.go("/casework/reports/new")
    jip.write("Or write it down", "The boat was bought by Rico Fantasia in Ter Apel.")
    jip.press("Save")
    return jip


def test_a_name_is_selected_in_the_text_of_a_draft_and_becomes_a_person(draft):
    """What is copied by hand is copied wrongly."""
    page = draft.page
    page.locator("textarea[name=text]").evaluate(
        "(field) => { const at = field.value.indexOf('Rico'); field.focus();"
        " field.setSelectionRange(at, at + 'Rico Fantasia'.length); }"
    )
    name = page.locator("#persons input[name=name]")
    expect(name).to_have_value("Rico Fantasia")
    page.locator("#persons select[name=role]").last.select_option("suspect")
    expect(name).to_have_value("Rico Fantasia")
    draft.press("Add person")
    expect(page.locator("#persons table")).to_contain_text("Rico Fantasia")


def test_the_fields_close_when_the_role_becomes_informant(draft):
    """The name that was typed is gone from the page, and does not come back."""
    page = draft.page
    role = page.locator("#persons select[name=role]").last
    page.locator("#persons input[name=name]").fill("Quirijn Zwijger")
    role.select_option("informant")
    expect(page.locator("#persons input[name=code_reference]")).to_be_visible()
    expect(page.locator("#persons input[name=name]")).to_have_count(0)
    draft.check_access()
    role.select_option("witness")
    expect(page.locator("#persons input[name=name]")).to_have_value("")
    role.select_option("informant")
    page.locator("#persons input[name=code_reference]").fill("KX-2617")
    draft.press("Add person")
    expect(page.locator("#persons table")).to_contain_text("KX-2617")
    assert "Zwijger" not in page.content()
