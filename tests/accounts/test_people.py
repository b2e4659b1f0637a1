"""People, their ways in, their pages, and what they are told."""

from datetime import timedelta

import httpx
import pytest
from django.core import mail

from schakel.accounts import actions
from schakel.accounts.actions import telling
from schakel.accounts.adapter import ClosedAdapter
from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.models import Notice, OneTimeLink, Unit
from schakel.accounts.queries import find_unit_of_kind, find_user, get_unit, get_user, may, require
from schakel.accounts.wording import CAPABILITIES, NOTICES, ROLES
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotAllowedError, NotFoundError, UnusableInputError
from schakel.shell.home import NOBODY
from tests.scenarios.office import NOW, Office

pytestmark = pytest.mark.django_db
PATH = "/requests/secret-free"


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return Office(settings, tmp_path)


def test_every_role_and_capability_has_its_words():
    """A page must never show a code."""
    assert set(ROLES) == set(Role)
    assert set(CAPABILITIES) == set(Capability)


def test_the_administrator_reads_no_content_and_readers_administer_nothing():
    """Separation of duties, stated for every role."""
    content = {Capability.READ_CONTENT, Capability.WRITE_REPORT, Capability.ANSWER_REQUEST}
    for role in Role:
        administers = has_capability(role, Capability.ADMINISTER)
        assert administers == (role is Role.NODE_ADMINISTRATOR)
        if administers or role in {Role.PRIVACY_OFFICER, Role.HUMAN_RIGHTS_DESK}:
            assert not any(has_capability(role, one) for one in content)


def test_who_left_may_nothing(office):
    """A role without an active person is worth nothing."""
    user = find_user("jip.voorbeeld")
    assert may(user, Capability.READ_CONTENT)
    user.is_active = False
    assert not may(user, Capability.READ_CONTENT)
    with pytest.raises(NotAllowedError):
        require(user, Capability.READ_CONTENT)


def test_a_link_works_once_and_for_a_day(office, client):
    """Whoever finds a used or old link finds nothing."""
    link = actions.make_one_time_link(username="jip.voorbeeld", now=NOW)
    assert client.get(link).status_code == 200
    assert not OneTimeLink.objects.filter(used_at__isnull=False).exists()
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 400
    old = actions.make_one_time_link(username="jip.voorbeeld", now=NOW - timedelta(days=2))
    assert client.post(old).status_code == 400
    assert client.post("/people/enter/nothing").status_code == 400
    assert link.rpartition("/")[2] not in str(list(OneTimeLink.objects.values()))


def test_links_exist_in_practice_alone(office, settings):
    """A real node asks for a second factor."""
    with pytest.raises(NotFoundError):
        actions.make_one_time_link(username="nobody", now=NOW)
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(NotAllowedError, match="practice"):
        actions.make_one_time_link(username="jip.voorbeeld", now=NOW)


def test_without_a_second_factor_one_gets_no_further(office, client):
    """Closed by default: the set-up comes before any page."""
    client.force_login(find_user("jip.voorbeeld"))
    answer = client.get("/casework/reports")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/2fa/"


def test_strangers_are_sent_to_sign_in(client):
    """No page without a person."""
    for path in ("/", "/casework/reports", "/objects.json", "/people/log", "/docs/index"):
        assert client.get(path)["Location"].startswith("/accounts/login/")
    assert not ClosedAdapter().is_open_for_signup(None)


def test_my_page_says_who_i_am_and_takes_my_deputy(office):
    """Unit, controller, regime, and what I may do, in words."""
    office.jip.read("/people/me")
    office.jip.expect("Minister van Defensie", "WPG", "liaison officer", "draft requests")
    office.jip.send("/people/me", {"deputy": "pim.voorbeeld"})
    assert find_user("jip.voorbeeld").deputy == find_user("pim.voorbeeld")
    office.jip.send("/people/me", {"deputy": ""})
    assert find_user("jip.voorbeeld").deputy is None
    user, other = find_user("jip.voorbeeld"), find_user("bo.proef")
    for wrong in (user, other):
        with pytest.raises(UnusableInputError, match="somebody else"):
            actions.set_deputy(deputy=wrong, by=user, now=NOW)


def test_the_administrator_adds_people_and_sees_no_content(office):
    """Accounts are made by one person, and every change is logged."""
    kees = office.person("kees.knop")
    kees.read("/people/")
    values = {"name": "Nia Nieuw", "username": "nia", "role": "analyst", "unit": "spoc"}
    kees.send("/people/", values)
    kees.expect("Nia Nieuw", "analyst")
    kees.send("/people/", {**values, "username": "not allowed!"})
    kees.expect("Please mend this first")
    assert LogEntry.objects.filter(event="person:make").exists()
    office.jip.read("/people/")
    assert office.jip.status == 403


def test_roles_change_by_the_administrator_and_not_by_oneself(office):
    """Nobody locks the last administrator out, or lifts himself up."""
    kees, jip = find_user("kees.knop"), find_user("jip.voorbeeld")
    change = {"role": Role.ANALYST, "unit_code": "spoc", "is_active": True, "now": NOW}
    actions.change_user(user_id=jip.id, by=kees, **change)
    assert get_user(jip.id).role == "analyst"
    with pytest.raises(UnusableInputError, match="somebody else"):
        actions.change_user(user_id=kees.id, by=kees, **change)
    with pytest.raises(NotAllowedError):
        actions.change_user(user_id=kees.id, by=jip, **change)
    with pytest.raises(NotFoundError):
        get_user(get_unit("spoc").id)
    with pytest.raises(NotFoundError):
        get_unit("nowhere")
    assert find_unit_of_kind("spoc") == get_unit("spoc")


def test_the_log_is_for_its_readers_and_reading_it_is_logged(office):
    """Who watches the watchers: the log does."""
    office.report()
    noor = office.person("noor.toets")
    noor.read("/people/log?event=report&actor=&object_id=")
    noor.expect("report:open", "report:start")
    assert "Fantasia" not in noor.text()
    assert LogEntry.objects.filter(event="log:open").exists()
    office.jip.read("/people/log")
    assert office.jip.status == 403


def test_notices_say_that_something_waits_and_never_what(office):
    """A mailbox is not a safe."""
    jip = find_user("jip.voorbeeld")
    actions.notify(unit_code="liaison", user_id=jip.id, kind="answer-arrived", path=PATH, now=NOW)
    assert telling.send_notices(NOW) == 1
    assert telling.send_notices(NOW) == 0
    (sent,) = mail.outbox
    assert sent.to == ["jip.voorbeeld@nl.example"]
    assert sent.subject == "Schakel"
    assert PATH in sent.body
    words = {str(NOTICES["answer-arrived"])}
    assert any(word in sent.body for word in words)
    with pytest.raises(ValueError, match="unknown kind"):
        actions.notify(unit_code="liaison", user_id=None, kind="chat", path="/", now=NOW)


def test_a_notice_is_acknowledged_or_passed_to_the_deputy(office):
    """Somebody always sees it."""
    jip, pim = find_user("jip.voorbeeld"), find_user("pim.voorbeeld")
    one = actions.notify(
        unit_code="liaison", user_id=jip.id, kind="answer-arrived", path=PATH, now=NOW
    )
    with pytest.raises(UnusableInputError, match="set a deputy"):
        actions.pass_notice_on(notice_id=one, by=jip, now=NOW)
    office.jip.read("/people/notices")
    office.jip.expect("An answer came in.")
    actions.set_deputy(deputy=pim, by=jip, now=NOW)
    office.jip.read("/people/notices")
    office.jip.send("/pass-on")
    office.jip.expect("No notice waits for you.")
    deputy = office.person("pim.voorbeeld")
    deputy.read("/people/notices")
    deputy.expect("An answer came in.")
    deputy.send("/acknowledge")
    deputy.expect("No notice waits for you.")
    assert Notice.objects.get().acknowledged_by == pim
    for deed in (actions.acknowledge_notice, actions.pass_notice_on):
        with pytest.raises(NotFoundError):
            deed(notice_id=one, by=find_user("jip.voorbeeld"), now=NOW)


class Hook:
    """A webhook in place of the network."""

    def __init__(self, monkeypatch, *, status=204):
        self.calls = []

        def respond(request):
            self.calls.append(request)
            return httpx.Response(status)

        plain = httpx.Client
        monkeypatch.setattr(
            telling.httpx,
            "Client",
            lambda **given: plain(transport=httpx.MockTransport(respond), **given),
        )


def test_a_webhook_is_signed_and_empty_of_content(office, monkeypatch):
    """The duty system learns that, not what."""
    hook = Hook(monkeypatch)
    Unit.objects.filter(code="spoc").update(duty_webhook="https://duty.example/x")
    actions.notify(unit_code="spoc", user_id=None, kind="request-waiting", path=PATH, now=NOW)
    assert telling.send_notices(NOW) == 1
    (call,) = hook.calls
    assert set(call.read().decode()) and b"request-waiting" in call.content
    assert len(call.headers["x-schakel-signature"]) == 64
    assert b"Voorbeeld" not in call.content


@pytest.mark.parametrize("target", ["http://duty.example/x", "https://duty.example/x"])
def test_a_failing_webhook_is_tried_again_and_breaks_nothing(office, monkeypatch, target):
    """Plain http is refused, an error waits; the deed is done either way."""
    Hook(monkeypatch, status=500)
    Unit.objects.filter(code="spoc").update(duty_webhook=target)
    actions.notify(unit_code="spoc", user_id=None, kind="request-waiting", path=PATH, now=NOW)
    assert telling.send_notices(NOW) == 0
    notice = Notice.objects.get()
    assert (notice.attempts, notice.sent_at) == (1, None)
    assert notice.problem in {"UnusableInputError", "HTTPStatusError"}
    assert notice.next_try_at > NOW
