"""Keys in a security module: what they do, that they stay there, and what is said without it."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as given

from schakel.audit.keys import log_key
from schakel.network.core.cards import NodeCard
from schakel.shell import private_keys
from schakel.shell.private_keys import require_privates
from schakel.shell.security_module import (
    PinRefusedError,
    TokenAwayError,
    read_token_settings,
    token_of,
)
from schakel.wire.actions import keys
from schakel.wire.actions.sealing import ENVELOPE, seal, sign, unseal, verify
from schakel.wire.core.sealed import read_sealed
from tests.shell.softhsm import MODULE, SoftHsm

ENVELOPE_ID = "0d1fba5c-7b4e-4a5c-9d1e-0e9a3f7a2b11"


@pytest.fixture
def home(settings, tmp_path):
    """Give every test a home of its own."""
    settings.SCHAKEL_HOME = tmp_path / "home"
    return settings.SCHAKEL_HOME


@pytest.fixture
def module(settings, tmp_path, home, monkeypatch):
    """Let the node make its keys in a token."""
    softhsm = SoftHsm(tmp_path)
    monkeypatch.setenv("SOFTHSM2_CONF", str(softhsm.config))
    settings.SCHAKEL_PKCS11 = softhsm.settings
    return softhsm


def card():
    """Return the card of this node."""
    return NodeCard(
        code="nl",
        name_en="Netherlands",
        name_nl="Nederland",
        country="NL",
        time_zone="Europe/Amsterdam",
        protocol="1",
        url="http://127.0.0.1",
        signing_key=keys.public_part(keys.signing_key()),
        encryption_key=keys.public_part(keys.encryption_key()),
    )


def words(home, name):
    """Return what the file of a key says."""
    return json.loads((home / "keys" / name).read_text())


def opened(sealed):
    """Return the payload of an envelope to this node, opened and verified."""
    token = unseal(read_sealed(sealed, me="nl"), find_key=keys.find_encryption_key)
    return verify(token, find_card={"nl": card()}.get, typ=ENVELOPE)[0]


def sealed(payload):
    """Return a signed and sealed envelope of this node to itself."""
    token = sign({"from": "nl", **payload}, key=keys.signing_key(), typ=ENVELOPE)
    return seal(token, envelope_id=ENVELOPE_ID, card=card())


def held():
    """Return the ids of the private keys in the token."""
    from pkcs11 import Attribute, ObjectClass

    private = {Attribute.CLASS: ObjectClass.PRIVATE_KEY}
    return token_of(given.SCHAKEL_PKCS11)._do(
        lambda session: {found[Attribute.ID].hex() for found in session.get_objects(private)}
    )


def test_all_three_keys_do_their_work_from_the_token_and_their_files_hold_no_secret(home, module):
    """Whoever copies the home, or an archive of the keys, can sign and read nothing."""
    keys.make_keys(home)
    assert opened(sealed({"n": 1})) == {"from": "nl", "n": 1}
    log = log_key()
    assert log.verify(log.sign(b"head"), b"head")

    names = ["encryption.jwk", "log.jwk", "signing.jwk"]
    assert sorted(path.name for path in (home / "keys").iterdir()) == names
    assert all("d" not in words(home, name) for name in names)
    assert {words(home, name)["pkcs11"] for name in names} == held()


def test_of_two_processes_that_make_a_key_one_wins_and_the_other_leaves_nothing(home, module):
    """A key in the token that no file names would stay there for ever."""
    for _ in range(2):
        private_keys.make_private(home / "keys" / keys.SIGNING, "Ed25519", kind="signing")
    assert held() == {words(home, keys.SIGNING)["pkcs11"]}


def test_no_key_can_be_read_out_of_the_token(home, module):
    """The promise of a security module, asked of the module itself."""
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.exceptions import AttributeSensitive

    keys.make_keys(home)
    log_key()

    def look(session):
        found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        for key in found:
            assert key[Attribute.SENSITIVE]
            assert not key[Attribute.EXTRACTABLE]
            with pytest.raises(AttributeSensitive):
                _ = key[Attribute.VALUE]
        return len(found)

    assert token_of(given.SCHAKEL_PKCS11)._do(look) == 3
    for key in (keys.signing_key(), keys.encryption_key()):
        with pytest.raises(TypeError, match="does not leave"):
            key.private_key.private_bytes_raw()


def test_keys_rotate_in_the_token_and_the_old_ones_are_destroyed_there(home, module):
    """An old signing key that stays somewhere can still sign."""
    keys.make_keys(home)
    before = sealed({"n": 1})
    old_signing, old_encryption = words(home, "signing.jwk"), words(home, "encryption.jwk")
    keys.make_next_keys()
    next_signing = words(home, "signing-next.jwk")
    keys.use_next_keys()

    assert words(home, "signing.jwk") == next_signing
    assert old_signing["pkcs11"] not in held()
    assert opened(sealed({"n": 2}))["n"] == 2
    token = unseal(read_sealed(before, me="nl"), find_key=keys.find_encryption_key)
    assert token.count(".") == 2

    later = datetime.now(UTC) + timedelta(days=1)
    assert keys.drop_old_keys(before=later) == 1
    assert old_encryption["pkcs11"] not in held()
    assert held() == {words(home, name)["pkcs11"] for name in ("signing.jwk", "encryption.jwk")}


def test_a_node_with_keys_in_files_moves_into_the_token_by_a_change_of_keys(home, module, settings):
    """A node that runs already must not begin anew to be safer."""
    settings.SCHAKEL_PKCS11 = None
    keys.make_keys(home)
    before = sealed({"n": 1})
    settings.SCHAKEL_PKCS11 = module.settings
    assert opened(before)["n"] == 1

    keys.make_next_keys()
    keys.use_next_keys()
    assert "d" not in words(home, "signing.jwk")
    assert opened(sealed({"n": 2}))["n"] == 2


def test_a_power_cut_in_the_change_of_keys_is_completed(home, module, monkeypatch):
    """The old key is destroyed, the new one not yet in its place: the chore goes on from there."""
    keys.make_keys(home)
    keys.make_next_keys()
    with monkeypatch.context() as patch:
        patch.setattr(keys, "complete_change", lambda: None)
        keys.use_next_keys()
    private_keys._destroy(home / "keys" / "signing.jwk")
    with pytest.raises(TokenAwayError, match="does not hold the key"):
        sealed({"n": 1})
    keys.complete_change()
    assert opened(sealed({"n": 1}))["n"] == 1


def test_only_the_kinds_that_are_named_are_made_in_the_token(home, module, settings):
    """A module that knows no X25519 can still keep the signing key."""
    environment = module.environment | {"SCHAKEL_PKCS11_KEYS": "signing, log"}
    settings.SCHAKEL_PKCS11 = read_token_settings(environment)
    keys.make_keys(home)
    assert "d" in words(home, "encryption.jwk")
    assert "d" not in words(home, "signing.jwk")
    assert opened(sealed({"n": 1}))["n"] == 1


def test_a_token_that_is_away_is_named_and_one_that_comes_back_is_used(home, module):
    """A module that is restarted must not need a node that is restarted."""
    keys.make_keys(home)
    require_privates(home)
    token_of(module.settings)._close()
    module.unplug()
    for ask in (lambda: sealed({"n": 1}), lambda: require_privates(home), keys.make_next_keys):
        with pytest.raises(TokenAwayError, match=f"no such token .token {module.label}"):
            ask()
    module.plug()
    require_privates(home)
    assert opened(sealed({"n": 1}))["n"] == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library's
def test_a_session_that_broke_is_opened_again(home, module):
    """Networks between a node and its module break."""
    keys.make_keys(home)
    token_of(module.settings)._session.close()
    assert opened(sealed({"n": 1}))["n"] == 1


def test_a_wrong_pin_is_tried_once(home, module):
    """A chore that tries every second would lock the token."""
    keys.make_keys(home)
    token_of(module.settings)._close()
    right = module.pin_file.read_text()
    module.pin_file.write_text("999999")
    with pytest.raises(PinRefusedError, match="the PIN is wrong"):
        require_privates(home)
    with pytest.raises(PinRefusedError, match="not tried again"):
        require_privates(home)
    module.pin_file.write_text(right)
    require_privates(home)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SCHAKEL_PKCS11_MODULE": "/nowhere/lib.so"}, "the library is not there"),
        ({"SCHAKEL_PKCS11_TOKEN": "another"}, "no such token"),
        ({"SCHAKEL_PKCS11_PIN_FILE": "/nowhere/pin"}, "the file of its PIN cannot be read"),
        ({"SCHAKEL_PKCS11_MODULE": __file__}, "RuntimeError|PKCS11Error|OSError|GeneralError"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said(home, module, settings, change, said):
    """An administrator mends what is named."""
    settings.SCHAKEL_PKCS11 = read_token_settings(module.environment | change)
    with pytest.raises(TokenAwayError, match=said):
        keys.make_keys(home)
    assert not [path for path in (home / "keys").glob("*") if path.suffix == ".jwk"]


def test_settings_that_lack_something_are_refused_at_once():
    """Half a setting must not mean keys in files."""
    assert read_token_settings({}) is None
    half = {"SCHAKEL_PKCS11_MODULE": str(MODULE)}
    with pytest.raises(ValueError, match="needs SCHAKEL_PKCS11_TOKEN"):
        read_token_settings(half)
    whole = half | {"SCHAKEL_PKCS11_TOKEN": "t", "SCHAKEL_PKCS11_PIN_FILE": "/p"}
    with pytest.raises(ValueError, match="takes signing, encryption and log"):
        read_token_settings(whole | {"SCHAKEL_PKCS11_KEYS": "singing"})


def test_without_the_package_it_is_named(home, module, monkeypatch):
    """Nodes with keys in files do not install it."""
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(TokenAwayError, match="need the package python-pkcs11"):
        keys.make_keys(home)


def test_a_token_that_makes_other_keys_than_asked_is_refused(home, module, monkeypatch):
    """Some modules take another notation; better no key than one that nobody can use."""
    monkeypatch.setattr(private_keys.TokenAgreement, "exchange", lambda *_: b"another")
    with pytest.raises(TokenAwayError, match="leave this kind out of SCHAKEL_PKCS11_KEYS"):
        keys.make_keys(home)
    assert not (home / "keys" / "encryption.jwk").exists()


def test_keys_in_a_token_that_the_settings_do_not_name_are_no_use(home, module, settings):
    """A variable that is forgotten after a move must not make new keys in silence."""
    keys.make_keys(home)
    settings.SCHAKEL_PKCS11 = None
    with pytest.raises(TokenAwayError, match="SCHAKEL_PKCS11_MODULE names none"):
        sealed({"n": 1})


def test_a_node_with_keys_in_files_does_not_load_the_package(tmp_path):
    """What is not needed is not there to go wrong."""
    code = (
        "import sys, pathlib, django; django.setup()\n"
        "from schakel.wire.actions.keys import make_keys, signing_key\n"
        "from django.conf import settings\n"
        "make_keys(pathlib.Path(settings.SCHAKEL_HOME)); signing_key()\n"
        "assert 'pkcs11' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        env={"DJANGO_SETTINGS_MODULE": "schakel.site.settings.test", "PYTHONPATH": "src"},
        check=True,
    )
