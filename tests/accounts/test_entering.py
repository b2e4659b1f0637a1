"""The ways in: one-time links, invitations, passwords with a second factor, and what is logged."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from schakel.accounts import actions
from schakel.accounts.models import Notice, OneTimeLink
from schakel.accounts.queries import find_user
from schakel.accounts.views.adapter import ClosedAdapter, LoggedFactors
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotAllowedError, NotFoundError
from schakel.shell.home import NOBODY
from tests.scenarios.office import NOW

pytestmark = pytest.mark.django_db
JIP = "jip.voorbeeld"
PASSWORD = "twee vissen op een fiets"
CHOICE = {"password": PASSWORD, "again": PASSWORD}
LOGIN = "/accounts/login/"


def lines(event):
    """Return the lines of the log of this kind, oldest first."""
    return list(LogEntry.objects.filter(event=event).order_by("at"))


def code_for(secret, *, step=0):
    """Return what an authenticator app shows `step` periods of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def set_password(username=JIP):
    """Let somebody take an invitation; return the person."""
    token = actions.invite(username=username, now=NOW).rpartition("/")[2]
    return actions.set_up(token=token, password=PASSWORD, now=NOW)


def sign_in(client, *, username=JIP, password=PASSWORD):
    """Return the answer of the sign-in page."""
    return client.post(LOGIN, {"login": username, "password": password})


def add_totp(client):
    """Set up an authenticator app at the product's own page; return its secret."""
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def test_a_link_works_once_and_for_a_day(office, client):
    """Whoever finds a used or old link finds nothing."""
    link = actions.make_one_time_link(username=JIP, now=NOW)
    assert client.get(link).status_code == 200
    assert not OneTimeLink.objects.filter(used_at__isnull=False).exists()
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 400
    old = actions.make_one_time_link(username=JIP, now=NOW - timedelta(days=2))
    assert client.post(old).status_code == 400
    assert client.post("/people/enter/nothing").status_code == 400
    assert link.rpartition("/")[2] not in str(list(OneTimeLink.objects.values()))
    assert [line.facts["by"] for line in lines("person:refuse")] == ["one-time-link"] * 3


def test_links_exist_in_practice_alone(office, settings, client):
    """A real node asks for a second factor, also of whoever kept a link from the practice."""
    link = actions.make_one_time_link(username=JIP, now=NOW)
    with pytest.raises(NotFoundError):
        actions.make_one_time_link(username="nobody", now=NOW)
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(NotAllowedError, match="practice"):
        actions.make_one_time_link(username=JIP, now=NOW)
    assert client.post(link).status_code == 400


def test_an_invitation_is_no_one_time_link_nor_the_reverse(office, client):
    """Each kind of link opens its own door alone: an invitation must not skip the second factor."""
    invitation = actions.invite(username=JIP, now=NOW).rpartition("/")[2]
    link = actions.make_one_time_link(username=JIP, now=NOW).rpartition("/")[2]
    assert client.post(f"/people/enter/{invitation}").status_code == 400
    assert client.post(f"/people/set-up/{link}", CHOICE).status_code == 400
    assert not find_user(JIP).has_usable_password()


def test_from_invitation_to_work_there_is_one_way_and_it_has_two_factors(office, client):
    """Link, password, sign-in, authenticator: and before the last of them no page opens."""
    kees = office.person("kees.knop")
    kees.read(f"/people/{find_user(JIP).id}")
    kees.send("/invite")
    (link,) = kees.page.xpath("//*[@id='invitation']/text()")
    path = link.removeprefix("http://127.0.0.1:8001")
    assert client.get(path).status_code == 200
    assert client.post(path, CHOICE)["Location"] == LOGIN
    assert sign_in(client)["Location"] == "/"
    for closed in ("/", "/casework/reports", "/people/me", "/objects.json", "/docs/index"):
        assert client.get(closed)["Location"] == "/accounts/2fa/"
    add_totp(client)
    assert client.get("/").status_code == 200
    assert [line.facts["by"] for line in lines("person:enter")][-1] == "password"
    assert lines("person:set-up")[0].actor == str(find_user(JIP).id)
    assert lines("person:invite")[0].actor_role == "node-administrator"


def test_the_second_factor_is_asked_at_every_sign_in(
    office, client, django_capture_on_commit_callbacks
):
    """A password that was read over a shoulder opens nothing; the wrong code is in the log."""
    set_password()
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret = add_totp(client)
    client.post("/accounts/logout/")
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/")["Location"].startswith(LOGIN)
    wrong = str((int(code_for(secret)) + 1) % 1_000_000).zfill(6)
    client.post("/accounts/2fa/authenticate/", {"code": wrong})
    assert client.get("/")["Location"].startswith(LOGIN)
    assert lines("person:refuse")[-1].facts == {"by": "second-factor"}
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, step=1)})
    assert client.get("/").status_code == 200
    assert lines("person:enter")[-1].facts == {"by": "password+totp"}
    assert lines("person:leave")[-1].actor == str(find_user(JIP).id)
    assert lines("person:change-access")[0].facts == {"what": "totp-activated"}
    assert Notice.objects.filter(kind="access-changed", user=find_user(JIP)).count() == 2


def test_a_wrong_password_is_refused_logged_without_it_and_soon_limited(office, client):
    """Guessing is slow and seen; what was typed is kept nowhere, a mistyped name neither."""
    set_password()
    assert sign_in(client, password="not this one at all").status_code == 200
    assert lines("person:refuse")[-1].object_id == str(find_user(JIP).id)
    sign_in(client, username="my-password-by-mistake", password="x")
    assert lines("person:refuse")[-1].object_id == ""
    assert "mistake" not in str(list(LogEntry.objects.values()))
    for _ in range(5):
        sign_in(client, password="not this one at all")
    answer = sign_in(client)
    assert answer.status_code == 200
    assert lines("person:refuse")[-1].facts == {"by": "too-many-attempts"}
    assert client.get("/")["Location"].startswith(LOGIN)


def test_who_left_is_refused_with_the_right_password_and_that_is_logged(office, client):
    """The end of the work here is the end of the way in."""
    user = set_password()
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_in(client)
    assert client.get("/")["Location"].startswith(LOGIN)
    assert lines("person:refuse")[-1].facts == {"by": "inactive"}
    assert lines("person:refuse")[-1].object_id == str(user.id)


def test_many_sign_ins_from_one_place_are_stopped(office, client):
    """A list of stolen passwords cannot be tried through one line."""
    statuses = [sign_in(client, username=f"name{n}", password="x").status_code for n in range(35)]
    assert statuses[-1] == 429


def test_a_weak_or_mistyped_password_uses_the_invitation_up_by_nothing(office, client):
    """Fourteen characters, not common, not the name, typed twice alike."""
    path = actions.invite(username=JIP, now=NOW)
    for first, second in (
        ("short", "short"),
        ("1q2w3e4r5t6y7u8i9o0p", "1q2w3e4r5t6y7u8i9o0p"),
        ("jip.voorbeeld!", "jip.voorbeeld!"),
        (PASSWORD, PASSWORD + "."),
        ("", ""),
    ):
        answer = client.post(path, {"password": first, "again": second})
        assert answer.status_code == 200, first
    assert not find_user(JIP).has_usable_password()
    assert client.post(path, CHOICE).status_code == 302


def test_an_invitation_works_once_for_three_days_and_the_newest_alone(office, client):
    """A link in an old letter is worth nothing."""
    first = actions.invite(username=JIP, now=NOW)
    second = actions.invite(username=JIP, now=NOW)
    assert client.get(first).status_code == 400
    assert client.post(second, CHOICE).status_code == 302
    assert client.post(second, CHOICE).status_code == 400
    old = actions.invite(username=JIP, now=NOW - timedelta(days=4))
    assert client.get(old).status_code == 400
    with pytest.raises(actions.LinkNotValidError):
        actions.set_up(token=old.rpartition("/")[2], password=PASSWORD, now=NOW)
    assert lines("person:refuse")[-1].facts == {"by": "set-up"}


def test_who_lost_everything_is_invited_again_and_told(office, client):
    """The old second factor and the open sessions end, and the person hears of it."""
    set_password()
    sign_in(client)
    add_totp(client)
    user = set_password()
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/")["Location"].startswith(LOGIN)
    assert Notice.objects.filter(user=user, kind="access-changed").count() == 2
    assert lines("person:set-up")[-1].facts["second-factors-ended"] == 2


def test_somebody_without_a_unit_is_invited_too(office):
    """A person between two units has no desk to tell."""
    user = find_user(JIP)
    user.unit = None
    user.save(update_fields=["unit"])
    assert set_password().has_usable_password()
    assert not Notice.objects.exists()


def test_only_the_administrator_invites_and_only_who_works_here(office):
    """An invitation is a key."""
    jip, kees = find_user(JIP), find_user("kees.knop")
    with pytest.raises(NotAllowedError):
        actions.invite(username="bo.proef", by=jip, now=NOW)
    jip.is_active = False
    jip.save(update_fields=["is_active"])
    for username in (JIP, "nobody"):
        with pytest.raises(NotFoundError):
            actions.invite(username=username, by=kees, now=NOW)


def test_nobody_signs_up_or_resets_a_password_by_mail(office, client):
    """A mailbox is not a way in: the administrator invites."""
    assert not ClosedAdapter().is_open_for_signup(None)
    for path in (
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/reset/key/1-2/",
        "password/set/",
        "login/code/confirm/",
    ):
        for answer in (client.get(f"/accounts/{path}"), client.post(f"/accounts/{path}")):
            assert answer.status_code == 404, path


def test_strangers_are_sent_to_sign_in(client):
    """No page without a person."""
    for path in ("/", "/casework/reports", "/objects.json", "/people/log", "/docs/index"):
        assert client.get(path)["Location"].startswith(LOGIN)


def test_behind_a_proxy_the_limit_counts_people_and_not_the_proxy(office, client, settings):
    """One office that mistypes must not shut another out; nobody chooses the address he has."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def status(address):
        headers = {"x-forwarded-for": f"10.9.9.9, {address}"}
        return client.post(LOGIN, {"login": "nobody", "password": "x"}, headers=headers).status_code

    assert [status("192.0.2.1") for _ in range(35)][-1] == 429
    assert status("192.0.2.2") == 200


def test_who_typed_the_password_just_now_is_not_asked_again_but_later_is(office, client):
    """A browser left open must not lose its owner a second factor."""
    set_password()
    sign_in(client)
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        {**one, "at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post("/accounts/reauthenticate/", {"password": "not this one at all"})
    assert answer.status_code == 200
    assert lines("person:refuse")[-1].facts == {"by": "password"}


def test_a_code_at_setting_up_that_does_not_fit_is_logged_as_whose_it_is(office, client):
    """Whoever tries codes at an open browser leaves traces too."""
    set_password()
    sign_in(client)
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    line = lines("person:refuse")[-1]
    assert (line.object_id, line.facts) == (str(find_user(JIP).id), {"by": "second-factor"})
    client.post("/accounts/2fa/totp/activate/", {"code": ""})
    assert len(lines("person:refuse")) == 1
    LoggedFactors().validation_error("unverified_email")
    assert len(lines("person:refuse")) == 1
