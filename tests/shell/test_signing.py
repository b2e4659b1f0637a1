"""The pages of signing in: they are the product's own in both languages, and no others exist."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.urls import urlpatterns as whole
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, reverse
from django.utils import timezone
from lxml import html

from schakel.accounts import actions
from schakel.accounts.queries import find_user
from schakel.shell import signing_urls
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db
PASSWORD = "twee vissen op een fiets"
OWN_PAGES = [
    "/accounts/2fa/",
    "/accounts/2fa/codes/",
    "/accounts/2fa/codes/generate/",
    "/accounts/2fa/keys/",
    "/accounts/2fa/keys/add/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/logout/",
]
FAMILIAR = re.compile(r"\b(?:je|jij|jou|jouw)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|your|you|password|sign in|name)\b", re.IGNORECASE)
PARAMETERS = {"key": "x", "uidb36": "1", "pk": 1}


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    cache.clear()
    return Office(settings, tmp_path)


@pytest.fixture
def person(office):
    """Return a browser in which Jip signed in with a password and set up an app."""
    user, client = find_user("jip.voorbeeld"), Client()
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    code = hotp_value(client.session["mfa.totp.secret"], int(time.time()) // 30)
    client.post("/accounts/2fa/totp/activate/", {"code": format_hotp_value(code)})
    return client


def page_of(client, path, language):
    """Return the page at `path` in a language."""
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.fromstring(answer.content)


def names_of(patterns):
    """Yield the names of all addresses of the library that signs people in."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names_of(one.url_patterns)
        elif one.name:
            yield one.name


def looks_like_ours(page, path, language):
    """Check the frame, the components and the language of one page."""
    assert page.get("lang") == language, path
    assert page.xpath("//header[contains(@class, 'sk-header')]"), path
    assert len(page.xpath("//h1")) == 1, path
    strays = page.xpath("//main//button[not(contains(@class, 'nl-button'))]")
    assert not strays, (path, [html.tostring(one) for one in strays])
    bare = page.xpath("//main//input[not(@type='hidden')][not(contains(@class, 'sk-'))]")
    assert not bare, (path, [html.tostring(one) for one in bare])
    # Messages were said in the language of the page before.
    skipped = "ancestor::script or ancestor::*[contains(@class, 'sk-alert')]"
    words = " ".join(page.xpath(f"//main//text()[not({skipped})]"))
    if language == "nl":
        assert not FAMILIAR.search(words), (path, words)
        assert not ENGLISH.search(words), (path, words)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_of_signing_in_are_ours_in_both_languages(office, language):
    """Who meets a page that looks different gives a password to the wrong one."""
    client = Client()
    looks_like_ours(page_of(client, "/accounts/login/", language), "login", language)
    client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    looks_like_ours(page_of(client, "/accounts/inactive/", language), "inactive", language)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_pages_about_the_own_account_are_ours_in_both_languages(person, language):
    """An officer is addressed as one, on the pages of the library too."""
    for path in OWN_PAGES:
        looks_like_ours(page_of(person, path, language), path, language)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_that_asks_the_code_is_ours(person, language):
    """Between password and work stands one field."""
    person.post("/accounts/logout/")
    person.post("/accounts/login/", {"login": "jip.voorbeeld", "password": PASSWORD})
    page = page_of(person, "/accounts/2fa/authenticate/", language)
    looks_like_ours(page, "authenticate", language)
    assert page.xpath("//main//input[@name='code'][@autocomplete='one-time-code']")


def test_what_is_not_listed_does_not_exist(office):
    """A new release of the library opens no door by itself."""
    is_open = {one.name for one in signing_urls.OPEN}
    client, tried = Client(), 0
    for name in set(names_of(whole)) - is_open:
        for taken in ((), ("key",), ("uidb36", "key"), ("pk",)):
            try:
                path = reverse(name, kwargs={key: PARAMETERS[key] for key in taken})
            except NoReverseMatch:
                continue
            tried += 1
            assert client.get(path).status_code == 404, path
            assert client.post(path).status_code == 404, path
    assert tried > 8
    for path in ("social/login/cancelled/", "social/connections/", "3rdparty/", "google/login/"):
        assert client.get(f"/accounts/{path}").status_code == 404, path


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("stands in for", "second factor")), ("nl", ("op de plaats van", "tweede factor"))],
)
def test_the_one_time_link_says_what_it_stands_in_for(office, language, words):
    """Nobody should think that a link is enough where the work is real."""
    link = actions.make_one_time_link(username="pim.voorbeeld", now=timezone.now())
    page = page_of(Client(), link, language)
    text = re.sub(r"\s+", " ", page.xpath("string(//main)"))
    assert all(word in text for word in words), text
