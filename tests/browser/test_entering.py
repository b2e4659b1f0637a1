"""From an invitation to work and back, in a real browser with a security key."""

import base64
import re
import time

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import expect

from tests.browser.test_story import Person

pytestmark = pytest.mark.browser
PASSWORD = "twee vissen op een fiets"


class Newcomer(Person):
    """Somebody who has a link in hand and a security key in the pocket, and nothing else."""

    def __init__(self, chromium, url):
        self.url = url
        self.context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, bypass_csp=True
        )
        self.page = self.context.new_page()
        self.outside = []
        self.page.on("request", self._watch)
        key = self.context.new_cdp_session(self.page)
        key.send("WebAuthn.enable")
        key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


# A key with a finger print reader, as the browser imitates it.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def kees(stage, chromium):
    """Sign the administrator in: the demo's link does so once."""
    return Person(stage, chromium, "nl", "kees.knop")


def invite(kees, name, username):
    """Let the administrator add a person; return the path of the invitation."""
    kees.go("/people/new")
    kees.write("Name", name)
    kees.write("User name", username)
    kees.page.get_by_label("Role").select_option("liaison-officer")
    kees.page.get_by_label("Unit").select_option("liaison")
    kees.check_access()
    kees.press("Add")
    kees.check_access()
    kees.press("Make an invitation")
    kees.check_access()
    link = kees.page.locator("#invitation").inner_text()
    return re.sub(r"^https?://[^/]+", "", link)


def test_an_invited_person_comes_in_with_a_security_key_and_again_without_a_password(
    kees, chromium, shots
):
    """The whole way of a real node: invitation, password, key, work; and the next morning."""
    path = invite(kees, "Nia Nieuw", "nia.nieuw")
    kees.page.screenshot(path=shots / "invitation.png", full_page=True)
    for page in ("/people/", "/people/units", "/people/units/at/spoc", "/people/unsent"):
        kees.go(page)
        kees.check_access()

    # A security key knows a node by its name: an address in digits has none.
    nia = Newcomer(chromium, kees.url.replace("127.0.0.1", "localhost"))
    nia.go(path)
    nia.check_access()
    nia.write("Password", PASSWORD)
    nia.write("The password once more", PASSWORD)
    nia.press("Set the password")
    nia.check_access()
    nia.write("Username", "nia.nieuw")
    nia.write("Password", PASSWORD)
    nia.press("Sign in")
    nia.go("/casework/reports")
    assert "/accounts/2fa/" in nia.page.url, "work opened without a second factor"
    nia.check_access()

    nia.page.get_by_role("link", name="Add a key").click()
    nia.check_access()
    nia.page.get_by_label("Passwordless").check()
    nia.page.get_by_role("button", name="Add", exact=True).click()
    nia.page.wait_for_url(re.compile("codes|keys/$"))
    nia.go("/casework/reports")
    assert "/casework/reports" in nia.page.url
    nia.go("/people/me")
    nia.check_access()
    nia.page.screenshot(path=shots / "my-account.png", full_page=True)

    nia.page.locator("summary", has_text="Nia Nieuw").click()
    nia.press("Sign out", within="body")
    nia.go("/accounts/login/")
    nia.page.get_by_role("button", name="Sign in with a passkey").click()
    nia.page.wait_for_url(nia.url + "/")
    expect(nia.page.locator("body")).to_contain_text("Nia Nieuw")
    assert nia.outside == []


def code_of(secret):
    """Return what an authenticator app shows now (RFC 6238, six digits, half a minute)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    app = TOTP(key, 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303  # what apps do
    return app.generate(int(time.time())).decode()


def test_an_app_and_a_paper_with_codes_let_somebody_in_and_nothing_else_does(kees, chromium, shots):
    """Who has no security key has a telephone; who loses the telephone has the paper."""
    path = invite(kees, "Tom Telefoon", "tom.telefoon")
    tom = Newcomer(chromium, kees.url)
    tom.go(path)
    tom.write("Password", PASSWORD)
    tom.write("The password once more", PASSWORD)
    tom.press("Set the password")
    sign_in(tom, "tom.telefoon")
    tom.go("/accounts/2fa/")
    tom.page.get_by_role("link", name="Set up an app").click()
    tom.check_access()
    secret = tom.page.locator("#authenticator_secret").input_value()
    tom.write("Authenticator code", "000000")
    tom.press("Activate")
    assert "Incorrect code" in tom.text()
    tom.check_access()
    tom.write("Authenticator code", code_of(secret))
    tom.press("Activate")
    tom.check_access()
    paper = tom.page.locator("#recovery_codes").input_value().split()
    assert len(paper) == 10
    tom.page.screenshot(path=shots / "recovery-codes.png", full_page=True)

    for code, comes_in in [("", False), (paper[0], True), (paper[0], False), ("app", True)]:
        tom.context.clear_cookies()
        sign_in(tom, "tom.telefoon")
        tom.check_access()
        tom.go("/casework/reports")
        assert "/casework/" not in tom.page.url, "a password alone opened the work"
        tom.go("/accounts/2fa/authenticate/")
        tom.write("Code", code_of(secret) if code == "app" else code or "000000")
        tom.press("Sign in")
        tom.go("/casework/reports")
        assert ("/casework/" in tom.page.url) is comes_in, code
    assert tom.outside == []


def sign_in(who, username):
    """Give the name and the password."""
    who.go("/accounts/login/")
    who.write("Username", username)
    who.write("Password", PASSWORD)
    who.press("Sign in")
