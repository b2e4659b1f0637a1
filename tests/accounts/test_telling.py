"""Telling people that something waits: by mail and webhook, without content, until it arrives."""

import hashlib
import hmac
import json
import smtplib
import socketserver
import threading
from datetime import timedelta

import httpx
import pytest
from django.core import mail

from schakel.accounts import actions
from schakel.accounts.actions import telling
from schakel.accounts.core.telling import MOST_ATTEMPTS
from schakel.accounts.models import Notice, Unit
from schakel.accounts.queries import find_user, list_unsent_notices
from schakel.accounts.wording import NOTICES
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotAllowedError, NotFoundError
from schakel.kernel.moments import to_wire
from tests.scenarios.office import NOW

pytestmark = pytest.mark.django_db
PATH = "/requests/0b8f1c9e-5f0e-4f6c-9d55-0f8f3d0f2b11"
HOOK = "https://duty.example/x"


@pytest.fixture
def hook(monkeypatch):
    """Return a webhook in place of the network: `answer` may be changed, `calls` are kept."""
    return Hook(monkeypatch)


class Hook:
    """A receiver that keeps what it is told."""

    def __init__(self, monkeypatch):
        self.calls, self.answer = [], httpx.Response(204)
        plain, line = httpx.Client, {"transport": httpx.MockTransport(self.respond)}
        monkeypatch.setattr(telling.httpx, "Client", lambda **given: plain(**line | given))

    def respond(self, request):
        """Answer one call."""
        self.calls.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def tell_desk(**unit):
    """Note that something waits for the single point of contact."""
    Unit.objects.filter(code="spoc").update(**unit)
    return actions.notify(
        unit_code="spoc", user_id=None, kind="request-waiting", path=PATH, now=NOW
    )


def tell(username="jip.voorbeeld"):
    """Note that something waits for a person."""
    user = find_user(username)
    return actions.notify(
        unit_code=user.unit.code, user_id=user.id, kind="answer-arrived", path=PATH, now=NOW
    )


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_a_mail_says_that_something_waits_in_two_languages_and_nothing_else(office, kind):
    """A mailbox is not a safe: the whole text is compared, so that no word can slip in."""
    user = find_user("jip.voorbeeld")
    actions.notify(unit_code="liaison", user_id=user.id, kind=kind, path=PATH, now=NOW)
    assert telling.send_notices(NOW) == 1
    assert telling.send_notices(NOW) == 0
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["jip.voorbeeld@nl.example"], "Schakel")
    dutch, english, empty, link, *rest = sent.body.split("\n")
    assert english == str(NOTICES[kind])
    assert dutch != english
    assert (empty, link, rest) == ("", f"http://127.0.0.1:8001{PATH}", [""])


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("chat", PATH),
        ("answer-arrived", "https://elsewhere.example/x"),
        ("answer-arrived", "//elsewhere.example/x"),
        ("answer-arrived", "/search?query=Fantasia"),
        ("answer-arrived", "/people/jip.voorbeeld"),
    ],
)
def test_a_notice_that_would_say_more_is_not_made(office, kind, path):
    """A closed set of kinds and addresses of ids: there is no place for content."""
    with pytest.raises(ValueError, match="notice"):
        actions.notify(unit_code="spoc", user_id=None, kind=kind, path=path, now=NOW)
    with pytest.raises(NotFoundError):
        actions.notify(unit_code="none", user_id=None, kind="clock-warning", path=PATH, now=NOW)


def test_the_desk_is_told_by_mail_and_webhook(office, hook):
    """A notice for a unit goes to its duty addresses, once each."""
    tell_desk(duty_email="desk@nl.example", duty_webhook=HOOK)
    assert telling.send_notices(NOW) == 1
    assert mail.outbox[0].to == ["desk@nl.example"]
    assert len(hook.calls) == 1
    assert telling.send_notices(NOW + timedelta(days=2)) == 0
    assert len(mail.outbox) == len(hook.calls) == 1


def test_a_desk_without_a_webhook_is_mailed_and_one_without_anything_waits_on_its_page(office):
    """Nothing fails that was never set up; the notice is on the page of the unit in any case."""
    for address in ("desk@nl.example", ""):
        tell_desk(duty_email=address)
        assert telling.send_notices(NOW) == 1
    assert len(mail.outbox) == 1
    office.sanne.read("/people/notices")
    assert len(office.sanne.page.xpath("//tbody/tr")) == 2


def test_who_left_or_has_no_address_is_told_through_the_desk(office, hook):
    """A notice never falls between two chairs."""
    Unit.objects.filter(code="liaison").update(duty_email="desk@nl.example", duty_webhook=HOOK)
    jip, pim = find_user("jip.voorbeeld"), find_user("pim.voorbeeld")
    jip.is_active, pim.email = False, ""
    jip.save(update_fields=["is_active"])
    pim.save(update_fields=["email"])
    tell("jip.voorbeeld")
    tell("pim.voorbeeld")
    assert telling.send_notices(NOW) == 2
    assert [sent.to for sent in mail.outbox] == [["desk@nl.example"]] * 2
    assert len(hook.calls) == 2


def test_a_person_with_an_address_is_told_alone(office, hook):
    """The duty desk is not woken for what has a person."""
    Unit.objects.filter(code="liaison").update(duty_webhook=HOOK)
    tell()
    assert telling.send_notices(NOW) == 1
    assert not hook.calls


def test_a_webhook_can_be_checked_by_who_reads_the_reference_alone(office, hook, settings):
    """Body, signature and key are computed here as docs/reference/notices.md says."""
    one = tell_desk(duty_webhook=HOOK)
    assert telling.send_notices(NOW) == 1
    (call,) = hook.calls
    secret = (settings.SCHAKEL_HOME / "keys" / "webhook-spoc").read_bytes()
    expected = hmac.new(secret, call.content, hashlib.sha256).hexdigest()
    assert call.headers["x-schakel-signature"] == expected
    assert call.headers["idempotency-key"] == str(one)
    assert call.headers["content-type"] == "application/json"
    assert (call.method, str(call.url)) == ("POST", HOOK)
    assert json.loads(call.content) == {
        "id": str(one),
        "kind": "request-waiting",
        "node": "nl",
        "at": to_wire(NOW),
        "path": PATH,
    }


def test_each_unit_has_a_secret_of_its_own(office, hook):
    """A receiver of one unit cannot speak in the name of another."""
    Unit.objects.filter(code="liaison").update(duty_webhook=HOOK)
    actions.notify(unit_code="liaison", user_id=None, kind="request-waiting", path=PATH, now=NOW)
    tell_desk(duty_webhook=HOOK)
    telling.send_notices(NOW)
    first, second = hook.calls
    key = b"webhook"
    assert first.headers["x-schakel-signature"] != second.headers["x-schakel-signature"]
    assert key not in first.content + second.content


@pytest.mark.parametrize(
    ("target", "answer", "problem"),
    [
        ("http://duty.example/x", httpx.Response(204), "webhook:UnusableInputError"),
        (HOOK, httpx.Response(500), "webhook:UnusableInputError"),
        (HOOK, httpx.Response(302, headers={"location": "/y"}), "webhook:UnusableInputError"),
        (HOOK, httpx.ConnectTimeout("slow"), "webhook:ConnectTimeout"),
        ("https://[half", httpx.Response(204), "webhook:UnusableInputError"),
    ],
)
def test_a_failing_webhook_is_tried_again_and_sends_no_mail_twice(
    office, hook, target, answer, problem
):
    """Each way by itself; what a server said is not kept, and the deed is done either way."""
    hook.answer = answer
    tell_desk(duty_email="desk@nl.example", duty_webhook=target)
    assert telling.send_notices(NOW) == 0
    notice = Notice.objects.get()
    assert (notice.attempts, notice.sent_at, notice.problem) == (1, None, problem)
    assert notice.next_try_at == NOW + timedelta(seconds=30)
    assert telling.send_notices(NOW) == 0
    hook.answer = httpx.Response(204)
    Unit.objects.filter(code="spoc").update(duty_webhook=HOOK)
    assert telling.send_notices(NOW + timedelta(seconds=30)) == 1
    assert len(mail.outbox) == 1
    assert Notice.objects.get().problem == ""


def test_a_failing_mail_is_tried_again_and_calls_no_webhook_twice(office, hook, monkeypatch):
    """The mirror of the former; the reason is a code, never what the mail server said."""

    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPRecipientsRefused({"desk@nl.example": (550, b"no such desk")})

    tell_desk(duty_email="desk@nl.example", duty_webhook=HOOK)
    with monkeypatch.context() as broken:
        broken.setattr(telling.EmailMessage, "send", refuse)
        assert telling.send_notices(NOW) == 0
    assert Notice.objects.get().problem == "mail:SMTPRecipientsRefused"
    assert telling.send_notices(NOW + timedelta(hours=1)) == 1
    assert (len(hook.calls), len(mail.outbox)) == (1, 1)


def test_after_a_day_it_rests_until_the_administrator_tries_again(office, hook):
    """A dead address does not keep the node busy; the page shows it and has the button."""
    hook.answer = httpx.Response(500)
    tell_desk(duty_webhook=HOOK)
    now = NOW
    for _ in range(MOST_ATTEMPTS + 3):
        telling.send_notices(now)
        now += timedelta(hours=1)
    assert len(hook.calls) == MOST_ATTEMPTS
    office.sanne.read("/")
    assert "Notices that could not be sent" not in office.sanne.text()
    kees = office.person("kees.knop")
    kees.read("/")
    kees.expect("Notices that could not be sent")
    kees.read("/people/unsent")
    kees.expect("A request came in.", "Single point of contact", "webhook:UnusableInputError", "24")
    kees.send("/people/unsent")
    kees.expect("1 notice is tried again.")
    hook.answer = httpx.Response(204)
    assert telling.send_notices(now) == 1
    kees.read("/people/unsent")
    kees.expect("Every notice was sent.")
    assert LogEntry.objects.get(event="notice:retry").facts == {"n": 1}


def test_only_the_administrator_tries_again_and_only_what_still_waits(office, hook):
    """What was seen is not sent any more."""
    hook.answer = httpx.Response(500)
    one = tell_desk(duty_webhook=HOOK)
    telling.send_notices(NOW)
    assert list_unsent_notices().count() == 1
    actions.acknowledge_notice(notice_id=one, by=find_user("sanne.oefening"), now=NOW)
    assert actions.retry_notices(by=find_user("kees.knop"), now=NOW) == 0
    assert telling.send_notices(NOW + timedelta(days=1)) == 0
    with pytest.raises(NotAllowedError):
        actions.retry_notices(by=find_user("jip.voorbeeld"), now=NOW)


def test_what_is_passed_on_is_told_anew(office):
    """The deputy gets a mail of his own."""
    jip = find_user("jip.voorbeeld")
    one = tell()
    telling.send_notices(NOW)
    actions.set_deputy(deputy=find_user("pim.voorbeeld"), by=jip, now=NOW)
    actions.pass_notice_on(notice_id=one, by=jip, now=NOW)
    telling.send_notices(NOW)
    assert [sent.to[0].partition("@")[0] for sent in mail.outbox] == [
        "jip.voorbeeld",
        "pim.voorbeeld",
    ]


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to receive one mail."""

    def handle(self):
        """Speak until QUIT; keep the lines of the mail on the server."""
        self.wfile.write(b"220 test\r\n")
        while (line := self.rfile.readline().strip()).upper() != b"QUIT":
            self.server.said.append(line)
            if line.upper() == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while (line := self.rfile.readline().strip()) != b".":
                    self.server.said.append(line)
            self.wfile.write(b"250 ok\r\n")
        self.wfile.write(b"221 bye\r\n")


def test_a_mail_reaches_a_real_mail_server(office, settings):
    """Over a socket, as in production: address, sender and two languages arrive."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.TCPServer(("127.0.0.1", 0), MailServer) as server:
        server.said = []
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        tell()
        assert telling.send_notices(NOW) == 1
        thread.join(timeout=5)
    said = [line.lower() for line in server.said]  # Python 3.13 writes the word small
    assert b"rcpt to:<jip.voorbeeld@nl.example>" in said
    assert b"Subject: Schakel" in server.said
    assert b"An answer came in." in server.said
    assert b"Er is een antwoord binnengekomen." in server.said
    assert not any(b"Voorbeeld" in line for line in server.said)


def test_a_mail_server_that_is_away_is_waited_for(office, settings):
    """Nothing is lost, and the chore goes on."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socketserver.TCPServer(("127.0.0.1", 0), MailServer) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
    tell()
    assert telling.send_notices(NOW) == 0
    assert Notice.objects.get().problem == "mail:ConnectionRefusedError"
