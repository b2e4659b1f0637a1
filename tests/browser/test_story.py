"""The main job in a real browser, by keyboard, in two languages, checked for access."""

import pytest

from schakel.site.demo.seed import SAMPLES
from tests.browser.person import Person

pytestmark = pytest.mark.browser


def test_a_hint_becomes_a_hit_and_a_request(stage, chromium, shots):
    """From mail to request in one sitting, without a mouse; no page asks anything from outside."""
    jip = Person(stage, chromium, "nl", "jip.voorbeeld")
    jip.check_access()
    header = jip.page.locator(".sk-header")
    colour = header.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}, "the style sheet is missing"

    jip.page.keyboard.press("n")
    jip.page.wait_for_url("**/casework/reports/new")
    jip.page.locator("input[type=file]").set_input_files(SAMPLES / "hint-harbour-office.eml")
    jip.page.get_by_label("B: reliable").check()
    jip.page.get_by_label("2: known personally").check()
    jip.check_access()
    jip.page.screenshot(path=shots / "new-hint.png", full_page=True)
    jip.press("Save")
    report = jip.page.url.removeprefix(jip.url)
    jip.page.wait_for_selector("text=+447700900123")
    jip.write("Why it is necessary", "The supplier equips boats.")
    jip.press("Save")
    jip.check_access()
    jip.page.screenshot(path=shots / "report.png", full_page=True)

    line = jip.page.locator("li[id^=finding-]", has_text="IT60X0542811101000000123456").first
    line.get_by_role("button", name="Accept").focus()
    jip.page.keyboard.press("Enter")
    jip.page.wait_for_timeout(800)
    jip.go(report.replace("/casework/", "/matching/"))
    jip.press("Ask hit or no hit")
    jip.page.wait_for_selector("a[href*='hit=']", timeout=20_000)
    jip.check_access()
    jip.page.screenshot(path=shots / "hits.png", full_page=True)
    jip.page.locator("a[href*='hit=']").first.focus()
    jip.page.keyboard.press("Enter")
    jip.page.wait_for_url("**/requests/new**")
    jip.write("What is asked", "Who uses this account?")
    jip.write("Why it is available there", "The node answered with a hit.")
    jip.write("Connection between", "The supplier named the account.")
    jip.page.locator("#id_carrier").select_option("schakel")
    jip.write("Why not the prescribed carrier", "Practice environment.")
    jip.page.get_by_label("country of origin").check()
    jip.page.get_by_label("no asylum procedure").check()
    jip.check_access()
    jip.press("Save draft")
    jip.press("Hand in for a check")
    assert "to be checked" in jip.text()
    assert jip.outside == []

    sanne = Person(stage, chromium, "nl", "sanne.oefening", scheme="dark")
    sanne.page.locator("main a[href*='/requests/']").first.focus()
    with sanne.page.expect_navigation():
        sanne.page.keyboard.press("Enter")
    sent = sanne.page.url.removeprefix(sanne.url)
    sanne.press("Ask the gate and send")
    for _ in range(2):  # back, and the same button again
        sanne.page.go_back()
        again = sanne.page.get_by_role("button", name="Ask the gate and send")
        if again.count():
            sanne.press("Ask the gate and send")
    sanne.page.wait_for_timeout(1500)
    sanne.go(sent)
    assert "Allowed on conditions" in sanne.text()
    sanne.check_access()
    sanne.page.screenshot(path=shots / "request-dark.png", full_page=True)

    gaia = Person(stage, chromium, "it", "gaia.esempio")
    gaia.page.wait_for_timeout(1500)
    gaia.page.reload()
    gaia.check_access()
    gaia.page.screenshot(path=shots / "work-queue.png", full_page=True)
    assert gaia.page.locator("main tbody a[href*='/requests/']").count() == 1, "it was sent twice"

    jip.go(report)  # one click leads from the report to the whole thread
    jip.page.wait_for_load_state("networkidle")
    jip.page.get_by_role("link", name="Thread NL-T-").first.press("Enter")
    jip.page.wait_for_url("**/casework/threads/*")
    assert "was sent to Italy" in jip.text()


def test_the_pages_speak_dutch_on_a_telephone(stage, chromium, shots):
    """The same work queue, in Dutch, at 390 pixels, without a script."""
    jip = Person(stage, chromium, "nl", "pim.voorbeeld", width=390)
    jip.press("Nederlands", within="body")
    assert "Werkvoorraad" in jip.text()
    jip.check_access()
    jip.go("/casework/reports/new")
    assert "Nieuwe tip" in jip.text()
    jip.check_access()
    jip.page.screenshot(path=shots / "nieuwe-tip-telefoon.png", full_page=True)
    width = jip.page.evaluate("document.documentElement.scrollWidth")
    assert width <= 392, "the page is wider than the telephone"


@pytest.mark.parametrize(
    ("node", "username", "path"),
    [
        ("nl", "noor.toets", "/people/log"),
        ("nl", "kees.knop", "/people/"),
        ("nl", "kees.knop", "/exchange/links"),
        ("nl", "floor.verzonnen", "/safeguards/ask"),
        ("it", "elio.prova", "/directory/"),
        ("xz", "tamar.zand", "/gate/table"),
        ("xz", "ilo.zand", "/docs/index"),
    ],
)
def test_every_desk_can_read_its_pages(stage, chromium, node, username, path, request):
    """People with a screen reader work here too; a policy without holes lets nothing load."""
    stage.links[node].setdefault("used", "")
    if username in stage.links[node]["used"]:
        pytest.skip("this person signed in already")
    stage.links[node]["used"] += username
    person = Person(stage, chromium, node, username)
    person.go(path)
    person.check_access()
    assert person.outside == []
