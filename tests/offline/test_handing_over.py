"""A report that waited on a device becomes one draft of the person who wrote it, or stays."""

import json
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from joserfc import jwe
from joserfc.jwk import OKPKey

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.casework.models import Report
from schakel.offline.core.report import ALGORITHM, CIPHER, LONGEST, TYPE
from schakel.wire.actions import keys
from tests.intake.people import a_person, sign_in

pytestmark = pytest.mark.django_db
HAND_OVER = reverse("offline:hand-over")
HEADER = {"alg": ALGORITHM, "enc": CIPHER, "typ": TYPE}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Give every test keys of its own."""
    settings.SCHAKEL_HOME = tmp_path
    keys.make_keys(tmp_path)
    return tmp_path


@pytest.fixture
def vera(client):
    """Return a liaison officer with her browser."""
    user = a_person()
    user.browser = sign_in(client, user)
    return user


def written(user, **changes):
    """Return what the page seals."""
    report = {
        "v": 1,
        "author": str(user.id),
        "written": "2026-11-24T12:00:00.123Z",
        "subject": "Quay",
        "place": "Pier 7",
        "text": "A boat without lights",
    }
    return json.dumps({**report, **changes}).encode()


def sealed(plain, *, key=None, **header):
    """Return it as the page seals it to the node."""
    key = key or keys.encryption_key()
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "ECDH-ES+A256KW", "A256GCM"])
    header = {**HEADER, "kid": key.thumbprint(), **header}
    return jwe.encrypt_compact(header, plain, key, registry=registry)


def hand(browser, text, *, handed_id=None):
    """Hand over; return status and answer."""
    given = {"id": handed_id or str(uuid4()), "jwe": text}
    answer = browser.post(HAND_OVER, json.dumps(given), content_type="application/json")
    return answer.status_code, answer.json()


def test_it_becomes_a_draft_of_the_person_once(vera):
    """The answer may be lost on a bad line: then the page hands it over again."""
    handed_id, text = str(uuid4()), sealed(written(vera))
    first = hand(vera.browser, text, handed_id=handed_id)
    assert first[0] == 200
    assert hand(vera.browser, text, handed_id=handed_id) == first
    report = Report.objects.get()
    assert (report.state, report.author, report.title) == ("draft", vera, "Quay")
    assert first[1] == {"report": reverse("casework:report", args=[report.id])}
    assert report.text.startswith("A boat without lights\n\nWritten without a line on 2026-11-24")
    assert report.text.endswith("Place: Pier 7")
    line = LogEntry.objects.get(event="report:take-over")
    assert (line.object_id, line.actor) == (str(report.id), str(vera.id))


def test_a_report_may_be_text_alone(vera):
    """Two minutes."""
    assert hand(vera.browser, sealed(written(vera, subject="", place="")))[0] == 200
    report = Report.objects.get()
    assert report.title == "Report without a line, 2026-11-24 12:00 UTC"
    assert "Place" not in report.text


def test_what_was_sealed_before_a_change_of_keys_opens(vera):
    """The device was without a line while the keys changed."""
    text = sealed(written(vera))
    keys.make_next_keys()
    keys.use_next_keys()
    assert hand(vera.browser, text)[0] == 200


def test_a_key_that_is_gone_is_named_and_nothing_is_kept(vera):
    """The page keeps the report, and says whom to ask."""
    text = sealed(written(vera), key=OKPKey.generate_key("X25519"))
    assert hand(vera.browser, text) == (400, {"code": "offline.key_gone"})
    handed_id = str(uuid4())
    hand(vera.browser, text, handed_id=handed_id)
    assert hand(vera.browser, sealed(written(vera)), handed_id=handed_id)[0] == 200


def test_somebody_else_cannot_read_what_waits_on_a_shared_device(vera):
    """Before it was handed over, and after."""
    other = a_person("wim")
    wims = sign_in(Client(), other)
    handed_id, text = str(uuid4()), sealed(written(vera))
    refused = (409, {"code": "offline.other_person"})
    assert hand(wims, text, handed_id=handed_id) == refused
    assert not Report.objects.exists()
    assert hand(vera.browser, text, handed_id=handed_id)[0] == 200
    assert hand(wims, text, handed_id=handed_id) == refused


def test_another_report_under_the_same_id_is_refused(vera):
    """It must not vanish behind the first."""
    handed_id = str(uuid4())
    hand(vera.browser, sealed(written(vera)), handed_id=handed_id)
    again = hand(vera.browser, sealed(written(vera)), handed_id=handed_id)
    assert again == (409, {"code": "offline.other_report"})


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"text": " "},
        {"text": 3},
        {"text": "x" * (LONGEST + 1)},
        {"author": "me"},
        {"written": "noon"},
        {"more": 1},
    ],
)
def test_a_report_of_another_shape_is_refused(vera, changes):
    """It may come from anything that knows the public key."""
    refused = hand(vera.browser, sealed(written(vera, **changes)))
    assert refused == (400, {"code": "offline.not_a_report"})
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "header", [{"alg": "ECDH-ES+A256KW"}, {"typ": "JWE"}, {"cty": "x"}, {"enc": "A256GCM", "x": 1}]
)
def test_what_is_sealed_in_another_way_is_refused(vera, header):
    """An envelope of a partner is no report, though it is to the same key."""
    registry = jwe.JWERegistry(
        algorithms=["ECDH-ES", "ECDH-ES+A256KW", "A256GCM"], strict_check_header=False
    )
    key = keys.encryption_key()
    header = {**HEADER, "kid": key.thumbprint(), **header}
    text = jwe.encrypt_compact(header, written(vera), key, registry=registry)
    assert hand(vera.browser, text) == (400, {"code": "offline.not_a_report"})


def test_what_is_altered_or_no_json_is_refused(vera):
    """On the device, or on the way."""
    text = sealed(written(vera))
    head, tail = text[:-30], text[-29:]
    changed = head + ("A" if text[-30] != "A" else "B") + tail
    for one in (changed, text.replace(".", ""), "", 3, "x" * 300_000):
        assert hand(vera.browser, one) == (400, {"code": "offline.not_a_report"})
    answer = vera.browser.post(HAND_OVER, b"{", content_type="application/json")
    assert answer.status_code == 400


def test_the_page_that_the_browser_keeps_names_nobody(vera):
    """A device that is seized must not say whose it is, nor which cases there are."""
    page = vera.browser.get(reverse("offline:page")).content.decode()
    assert vera.username not in page
    assert vera.first_name not in page or not vera.first_name
    assert "csrfmiddlewaretoken" not in page
    now = vera.browser.get(reverse("offline:now")).json()
    assert now["author"] == str(vera.id)
    assert now["key"]["kid"] == keys.encryption_key().thumbprint()
    assert "d" not in now["key"]


def test_the_worker_keeps_one_page_with_its_style_and_script(vera):
    """And nothing else of the product."""
    answer = vera.browser.get(reverse("offline:worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    text = answer.content.decode()
    assert f'const PAGE = "{reverse("offline:page")}"' in text
    assert "dist/schakel" in text
    assert "dist/offline" in text
    assert "{{" not in text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.NODE_ADMINISTRATOR])
def test_who_writes_no_reports_hands_none_over(client, role):
    """Least privilege."""
    user = a_person(role=role)
    browser = sign_in(client, user)
    assert hand(browser, sealed(written(user))) == (403, {"code": "kernel.not_allowed"})
    assert browser.get(reverse("offline:page")).status_code == 403
