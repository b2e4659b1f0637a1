"""The courier's desk in the browser: what is in it, what was new, what was refused and why."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schakel.accounts.core.roles import Role
from schakel.courier.models import Carriage
from schakel.courier.wording import REFUSALS
from schakel.exchange.models import Incoming
from schakel.wire.actions.packing import SENTENCES
from tests.courier.test_courier import opened, package
from tests.exchange.partner import NOON
from tests.exchange.test_sending import put
from tests.intake.people import a_person

pytestmark = pytest.mark.django_db
DESK = reverse("courier:desk")


@pytest.fixture
def desk(client):
    """Return the browser of somebody of the contact point."""
    client.force_login(a_person(role=Role.SPOC_DESK))
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    return client


@pytest.fixture
def noon(monkeypatch):
    """Let the pages live at noon."""
    monkeypatch.setattr("schakel.courier.views.timezone.now", lambda: NOON)


def upload(data):
    """Return what a browser sends."""
    return {"file": SimpleUploadedFile("it-nl.schakel", data)}


def test_the_desk_writes_a_file_for_a_node(desk, partner, handled, noon):
    """The administrator's command is not at hand at a desk."""
    put()
    assert "Messages that wait" in desk.get(DESK).content.decode()
    answer = desk.post(reverse("courier:write", args=["it"]))
    assert "nl-it-20261124-1200.schakel" in answer["Content-Disposition"]
    data = b"".join(answer.streaming_content)
    _, content = opened(partner, data)
    assert len(content["envelopes"]) == 1
    kept = Carriage.objects.get()
    assert (kept.way, kept.unknown, kept.by_name) == ("out", 1, "vera")
    page = desk.get(reverse("courier:account", args=[kept.id])).content.decode()
    assert "Left for another time" in page
    assert desk.post(reverse("courier:write", args=["xx"])).status_code == 404


def test_the_account_says_what_was_new_known_and_refused(desk, partner, settings, handled, noon):
    """Who brought a stick must know whether to go back for another."""
    good, bad = partner.send(kind="test.note"), {**partner.send(kind="test.note"), "to": "xx"}
    data = package(partner, settings, envelopes=[good, bad]).getvalue()
    page = desk.post(DESK, upload(data), follow=True).content.decode()
    assert "exchange.wrong-recipient" in page
    assert "It is for another node." in page
    desk.post(DESK, upload(data))
    accounts = Carriage.objects.order_by("known").values_list("unknown", "known")
    assert list(accounts) == [(1, 0), (0, 1)]
    assert Incoming.objects.count() == 1
    assert desk.get(DESK).status_code == 200


@pytest.mark.parametrize("data", [b"", b"holiday" * 999])
def test_what_is_no_courier_file_is_refused_with_a_sentence(desk, partner, data):
    """No traceback at the desk, and nothing taken in."""
    answer = desk.post(DESK, upload(data))
    assert answer.status_code == 400
    assert "ends too early" in answer.content.decode()
    assert not Carriage.objects.exists()


def test_a_file_too_large_for_a_browser_is_left_to_the_command(desk, monkeypatch, partner):
    """It would fill the disk twice."""
    monkeypatch.setattr("schakel.courier.forms.LARGEST", 3)
    assert "by command" in desk.post(DESK, upload(b"1234")).content.decode()


def test_every_reason_has_its_words():
    """A code alone helps nobody."""
    assert set(SENTENCES) <= set(REFUSALS)


@pytest.mark.parametrize("role", [one for one in Role if one not in (
    Role.SPOC_DESK, Role.NODE_ADMINISTRATOR, Role.GUEST_PROSECUTOR)])  # fmt: skip
def test_nobody_else_deals_with_couriers(client, role, partner):
    """Least privilege."""
    client.force_login(a_person(role=role))
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    assert client.get(DESK).status_code == 403
    assert client.post(reverse("courier:write", args=["it"])).status_code == 403
    assert client.post(DESK, {"file": io.BytesIO(b"x")}).status_code == 403
