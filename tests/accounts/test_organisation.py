"""Signing in by the identity provider of the organisation."""

from datetime import UTC, datetime

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken

from schakel.accounts.models import User
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.shell.identity_provider import read_provider
from tests.accounts.identity_provider import serving
from tests.accounts.test_entering import add_totp, code_for, set_password, sign_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
JIP = "jip.voorbeeld"
WAY_IN = "/accounts/by/organisation/"
WITH_FACTOR = {"sub": "4711", "preferred_username": "Jip.Voorbeeld", "amr": ["pwd", "mfa"]}


@pytest.fixture
def provider(office, settings, tmp_path):
    """Return an identity provider that the node is set to."""
    secret = tmp_path / "client-secret"
    secret.write_text("secret of the node\n")
    with serving() as found:
        settings.SCHAKEL_OIDC = read_provider(
            {
                "SCHAKEL_OIDC_ISSUER": found.issuer,
                "SCHAKEL_OIDC_CLIENT_ID": "schakel",
                "SCHAKEL_OIDC_CLIENT_SECRET_FILE": str(secret),
                "SCHAKEL_OIDC_NAME": "Ministry",
            }
        )
        settings.SOCIALACCOUNT_PROVIDERS = settings.SCHAKEL_OIDC.to_allauth()
        found.says = dict(WITH_FACTOR)
        yield found


def come_in(client, provider):
    """Go to the provider and come back; return the answer."""
    leaving = client.post(WAY_IN)
    assert leaving["Location"].startswith(f"{provider.issuer}/authorize?")
    return client.get(f"{WAY_IN}back/", provider.authorize(leaving["Location"]))


def is_in(client):
    """Tell whether the work queue opens."""
    return client.get("/").status_code == 200


def test_a_person_of_the_node_comes_in(provider, client):
    """A ministry ends an account at one place; the node follows."""
    assert "Sign in by Ministry" in client.get("/accounts/login/").content.decode()
    answer = come_in(client, provider)
    assert answer["Location"] == "/"
    assert is_in(client)
    line = LogEntry.objects.get(event="person:enter")
    assert (line.actor, line.facts) == (str(find_user(JIP).id), {"by": "socialaccount"})


def test_nothing_of_the_token_is_kept(provider, client):
    """Names and addresses that the provider knows are no business of the node."""
    provider.says |= {"name": "Jip Voorbeeld", "email": "jip@example.org"}
    for _ in range(2):
        come_in(client, provider)
        client.post("/accounts/logout/")
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("4711", {})
    assert not SocialToken.objects.exists()
    assert find_user(JIP).email != "jip@example.org"


def test_the_first_time_connects_by_name_and_then_by_the_provider_s_own_id(provider, client):
    """A name that is given to a newcomer later must not open the account of who left."""
    come_in(client, provider)
    client.post("/accounts/logout/")
    provider.says |= {"preferred_username": "another"}
    come_in(client, provider)
    assert is_in(client)
    client.post("/accounts/logout/")
    provider.says |= {"sub": "4712", "preferred_username": JIP}
    assert come_in(client, provider)["Location"] == "/accounts/login/"
    assert not is_in(client)


@pytest.mark.parametrize("name", ["nobody.here", "", None])
def test_whom_the_node_does_not_know_stays_outside(provider, client, name):
    """The provider knows thousands; the administrator made a few."""
    provider.says["preferred_username"] = name
    before = User.objects.count()
    assert come_in(client, provider)["Location"] == "/accounts/login/"
    assert "You have no account on this node" in client.get("/accounts/login/").content.decode()
    assert not is_in(client)
    assert User.objects.count() == before
    assert LogEntry.objects.get(event="person:refuse").facts == {"by": "organisation"}


def test_who_left_stays_outside(provider, client):
    """Known before or not."""
    come_in(client, provider)
    client.post("/accounts/logout/")
    User.objects.filter(username=JIP).update(is_active=False)
    come_in(client, provider)
    assert not is_in(client)
    SocialAccount.objects.all().delete()
    come_in(client, provider)
    assert not is_in(client)


@pytest.mark.parametrize("said", [{"amr": ["pwd"]}, {"amr": None, "acr": "1"}, {"amr": "mfa"}])
def test_without_a_second_factor_there_the_node_asks_for_its_own(provider, client, said):
    """A password alone opens nothing, whoever asked for it."""
    provider.says |= said
    come_in(client, provider)
    assert client.get("/")["Location"] == "/accounts/2fa/"


def test_an_own_second_factor_is_asked_for_still(provider, client):
    """Who set one up on the node chose to be asked."""
    set_password()
    sign_in(client)
    secret = add_totp(client)
    client.post("/accounts/logout/")
    assert come_in(client, provider)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, step=1)})
    assert is_in(client)


def test_a_local_account_works_while_the_provider_is_away(provider, client):
    """The day the provider is down is the day a node is needed."""
    set_password()
    assert sign_in(client)["Location"] == "/"


def test_an_answer_that_was_not_asked_for_lets_nobody_in(provider, client):
    """Another's code, an old state, a refusal: back to the sign-in page, with a line in the log."""
    brought = provider.authorize(client.post(WAY_IN)["Location"])
    for given in (
        {**brought, "state": "other"},
        {**brought, "code": "other"},
        {"error": "access_denied", "state": brought["state"]},
    ):
        answer = client.get(f"{WAY_IN}back/", given)
        assert answer["Location"] == "/accounts/login/"
        assert not is_in(client)
    assert LogEntry.objects.filter(event="person:refuse").count() == 3


def test_without_a_provider_there_is_no_such_door(office, client):
    """Closed by default."""
    assert client.post(WAY_IN).status_code == 404
    assert client.get(f"{WAY_IN}back/", {"code": "x", "state": "y"}).status_code == 404
    assert "Sign in by" not in client.get("/accounts/login/").content.decode()


def test_a_setting_that_cannot_work_is_refused_at_the_start(tmp_path):
    """Not by the first person who signs in."""
    assert read_provider({}) is None
    with pytest.raises(ValueError, match="https"):
        read_provider({"SCHAKEL_OIDC_ISSUER": "http://login.example"})
    with pytest.raises(ValueError, match="CLIENT_ID"):
        read_provider({"SCHAKEL_OIDC_ISSUER": "https://login.example"})
    (tmp_path / "secret").write_text("s3cret\n")
    found = read_provider(
        {
            "SCHAKEL_OIDC_ISSUER": "https://login.example/realms/ministry/",
            "SCHAKEL_OIDC_CLIENT_ID": "schakel",
            "SCHAKEL_OIDC_CLIENT_SECRET_FILE": str(tmp_path / "secret"),
            "SCHAKEL_OIDC_FACTORS": "gold, silver",
        }
    )
    assert (found.origin, found.name) == ("https://login.example", "login.example")
    assert found.factors == {"gold", "silver"}
    assert "s3cret" not in repr(found)
