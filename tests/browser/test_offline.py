"""A report on a bad line: sealed at once, unreadable on the device, handed over once."""

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person

pytestmark = pytest.mark.browser
SECRET = "Een boot zonder lichten bij pier zeven"
SUBJECT = "Gezien vannacht"
READY = "this page opens without a line too"
# Everything that a browser keeps of this origin, as text.
KEPT = """async () => {
  const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), location.href,
                 JSON.stringify(history.state), document.cookie];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.push(request.url, await (await cache.match(request)).text());
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result);
    });
    for (const store of base.objectStoreNames) {
      const all = base.transaction(store).objectStore(store).getAll();
      found.push(await new Promise((done) => {
        all.onsuccess = () => done(JSON.stringify(all.result));
      }));
    }
    base.close();
  }
  return found;
}"""


class Traveller(Person):
    """Somebody on the road; the browser obeys the policy of the pages."""

    def __init__(self, stage, chromium):
        place = next(place for place in stage.places if place.part.code == "nl")
        self.url, self.home = place.url, place.home
        self.context = chromium.new_context(viewport={"width": 390, "height": 800})
        self.page = self.context.new_page()
        self.outside, self.complaints = [], []
        self.page.on("request", self._watch)
        self.page.on("console", self._hear)
        self.page.goto(self.url + stage.links["nl"]["jip.voorbeeld"])
        self.press("Sign in")

    def _hear(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def open(self):
        """Open the page and wait until it is kept."""
        self.go("/offline/")
        expect(self.page.locator("#said")).to_contain_text(READY)

    def report(self, text, *, subject=""):
        """Write a report and keep it."""
        self.page.get_by_label("Subject").fill(subject or text)
        self.page.get_by_label("What happened, who said so").fill(text)
        self.page.get_by_role("button", name="Encrypt and keep").click()

    def says(self, words):
        """Wait until the page says this."""
        heard = self.page.locator("#said, #waiting li").filter(has_text=words)
        expect(heard.first).to_be_visible()

    def waiting(self):
        """Return how many reports wait on this device."""
        return self.page.locator("#waiting li").count()

    def drafts(self, words):
        """Return how many reports of the list have this title."""
        self.go("/casework/reports")
        return self.page.locator("tbody tr").filter(has_text=words).count()


@pytest.fixture(scope="module")
def jip(stage, chromium):
    """Sign the liaison officer in: the demo's link does so once."""
    return Traveller(stage, chromium)


def test_a_report_without_a_line_is_sealed_and_handed_over_once(jip, shots):
    """The whole way: gone offline, written, nothing readable, back, one draft."""
    jip.open()
    jip.context.set_offline(True)
    jip.page.reload()
    jip.report(SECRET, subject=SUBJECT)
    jip.says("Encrypted and kept; not handed over yet.")
    jip.says("waits for the line")
    jip.page.screenshot(path=shots / "offline.png", full_page=True)
    assert jip.page.get_by_label("What happened, who said so").input_value() == ""
    kept = jip.page.evaluate(KEPT)
    assert not any(SECRET in one or SUBJECT in one for one in kept)
    assert sum('"jwe"' in one for one in kept) == 1
    assert "jip.voorbeeld" not in "".join(kept)
    jip.page.reload()
    assert SECRET not in jip.page.content()
    expect(jip.page.locator("#waiting li")).to_have_count(1)

    jip.context.set_offline(False)
    jip.says("Handed over:")
    expect(jip.page.locator("#waiting li")).to_have_count(0)
    assert not any('"jwe"' in one for one in jip.page.evaluate(KEPT))
    jip.page.get_by_role("link", name="open the draft").click()
    assert SECRET in jip.page.content()
    assert jip.drafts(SUBJECT) == 1
    assert jip.outside == []
    assert jip.complaints == []


def test_the_worker_serves_this_page_alone(jip):
    """Other pages of the product must not open from a cache."""
    jip.open()
    jip.context.set_offline(True)
    try:
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            jip.go("/casework/reports")
    finally:
        jip.context.set_offline(False)
    jip.open()
    kept = jip.page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)"
        "))).flat()"
    )
    assert sorted(path.split(".")[0] for path in kept) == [
        "/offline/",
        "/static/shell/dist/offline",
        "/static/shell/dist/schakel",
    ]


def test_an_ended_session_loses_nothing(jip):
    """It says to sign in; after that the report is handed over."""
    jip.open()
    cookies = jip.context.cookies()
    jip.context.clear_cookies()
    jip.report("Zonder sessie geschreven")
    jip.says("You are not signed in: sign in and come back. Nothing is lost.")
    assert jip.waiting() == 1
    jip.context.add_cookies(cookies)
    jip.page.get_by_role("button", name="Hand over now").click()
    jip.says("Handed over:")
    assert jip.drafts("Zonder sessie geschreven") == 1


def test_a_key_that_is_gone_loses_nothing(jip):
    """The page says whom to ask; with the key back from a backup the report arrives."""
    jip.open()
    jip.context.set_offline(True)
    jip.report("Voor de oude sleutel")
    jip.says("waits for the line")
    key = jip.home / "keys" / "encryption.jwk"
    key.rename(jip.home / "aside.jwk")
    jip.context.set_offline(False)
    jip.says("The node no longer has the key of this report.")
    assert jip.waiting() == 1
    (jip.home / "aside.jwk").rename(jip.home / "keys" / "encryption-older.jwk")
    jip.page.get_by_role("button", name="Hand over now").click()
    jip.says("Handed over:")
    assert jip.drafts("Voor de oude sleutel") == 1


def test_a_full_device_keeps_the_text_on_the_page(jip):
    """What could not be kept must not be gone."""
    jip.open()
    jip.page.evaluate(
        "() => { IDBObjectStore.prototype.add = () =>"
        " { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    jip.report("Geen ruimte meer")
    jip.says("There is no room on this device: nothing was kept")
    field = jip.page.get_by_label("What happened, who said so")
    assert field.input_value() == "Geen ruimte meer"
    field.fill("")


def test_the_page_is_for_everybody_and_fits_a_telephone(stage, jip, chromium):
    """Axe needs to put its script in, so in a browser that lets it."""
    cookies = jip.context.cookies()
    reader = Person(stage, chromium, "nl", "jip.voorbeeld", cookies=cookies)
    reader.go("/offline/")
    expect(reader.page.locator("#said")).to_contain_text(READY)
    reader.check_access()
    reader.check_width()
