"""`schakel node`: what an administrator types, once, and must get right."""

import json
import stat

import pytest
from django.core.management import CommandError, call_command

from schakel.network.queries import list_linked_nodes
from schakel.shell.home import NOBODY, read_identity
from schakel.shell.private_keys import make_private
from schakel.wire.actions import keys
from tests.exchange.partner import Partner

IDENTITY = {
    "--code": "be",
    "--name-en": "Belgium",
    "--country": "BE",
    "--zone": "Europe/Brussels",
    "--url": "https://schakel.example",
}


def init(home, **changes):
    """Make the home of a node."""
    given = IDENTITY | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    call_command("node", "init", f"--home={home}", *[f"{k}={v}" for k, v in given.items()])


def test_a_node_is_made_with_its_keys(tmp_path):
    """The keys are there before anybody can ask for the card, and for their owner alone."""
    home = tmp_path / "be"
    init(home)

    identity = read_identity(home)
    assert (identity.code, identity.name_nl) == ("be", "Belgium")
    assert identity.practice is False
    for name in (keys.SIGNING, keys.ENCRYPTION):
        path = home / "keys" / name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert "d" in json.loads(path.read_text())
    assert [path.name for path in sorted((home / "keys").iterdir())] == [
        "encryption.jwk",
        "signing.jwk",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "Belgium!"}, "lower case"),
        ({"country": "be"}, "two capitals"),
        ({"url": "schakel.example"}, "https"),
        ({"zone": "Brussels"}, "IANA"),
    ],
    ids=lambda value: str(value),
)
def test_a_node_that_could_not_work_is_not_made(tmp_path, change, said):
    """The mistake is said now, with what to write instead."""
    with pytest.raises(CommandError, match=said) as caught:
        init(tmp_path / "be", **change)
    assert caught.value.returncode == 2
    assert not (tmp_path / "be").exists()


def test_a_node_is_not_made_twice(tmp_path):
    """Its keys are its name among its partners."""
    init(tmp_path / "be")
    before = (tmp_path / "be" / "keys" / keys.SIGNING).read_text()
    with pytest.raises(CommandError, match="not overwritten"):
        init(tmp_path / "be")
    assert (tmp_path / "be" / "keys" / keys.SIGNING).read_text() == before


def test_a_card_is_printed_and_linked(db, tmp_path, capsys):
    """Cards go from hand to hand; the digits are compared by phone."""
    call_command("node", "card")
    printed = capsys.readouterr()
    card = json.loads(printed.out)
    assert card["code"] == "nl"
    assert "d" not in card["signing_key"]
    call_command("node", "fingerprint")
    shown = capsys.readouterr()
    digits, words = shown.out.strip(), shown.err.strip()
    assert digits in printed.err
    assert words in printed.err
    assert [len(group) for group in digits.split()] == [5] * 8
    assert len(words.split()) == 12

    path = tmp_path / "it.json"
    path.write_text(json.dumps(Partner().card.to_json()))
    call_command("node", "link", str(path))
    said = capsys.readouterr().err
    assert words in said
    assert "schakel node confirm it" in said
    assert not list_linked_nodes()


def test_nodes_on_one_machine_are_linked_at_once(db, tmp_path, capsys):
    """The practice environment has one administrator; another host has two."""
    path = tmp_path / "it.json"
    card = Partner().card.to_json()
    path.write_text(json.dumps(card))
    with pytest.raises(CommandError, match="on this machine"):
        call_command("node", "link", "--at-once", str(path))
    assert not list_linked_nodes()

    path.write_text(json.dumps({**card, "url": "http://127.0.0.1:8001"}))
    call_command("node", "link", "--at-once", str(path))
    assert [card.code for card in list_linked_nodes()] == ["it"]
    call_command("node", "unlink", "it")
    assert not list_linked_nodes()
    call_command("node", "resume", "it")
    assert [card.code for card in list_linked_nodes()] == ["it"]
    call_command("node", "links", "--json")
    [line] = json.loads(capsys.readouterr().out)["links"]
    assert (line["code"], line["state"]) == ("it", "linked")
    call_command("node", "links")
    assert "it  linked" in capsys.readouterr().out


def test_a_changed_key_changes_the_fingerprint():
    """Otherwise comparing it would prove nothing."""
    one, other = Partner().card, Partner().card
    prints = {
        keys.fingerprint(one.signing_key, one.encryption_key),
        keys.fingerprint(other.signing_key, one.encryption_key),
        keys.fingerprint(one.signing_key, other.encryption_key),
    }
    assert len(prints) == 3


@pytest.mark.parametrize("text", ["{}", "no json", "[]", '{"code": "it"}'])
def test_a_card_that_is_none(db, tmp_path, text):
    """One clear sentence, and exit 2."""
    path = tmp_path / "card.json"
    path.write_text(text)
    with pytest.raises(CommandError) as caught:
        call_command("node", "link", str(path))
    assert caught.value.returncode == 2


def test_the_own_card_is_not_linked(db, tmp_path, capsys):
    """A node that is its own partner would talk to itself for ever."""
    call_command("node", "card")
    path = tmp_path / "card.json"
    path.write_text(capsys.readouterr().out)
    with pytest.raises(CommandError, match="this node itself"):
        call_command("node", "link", str(path))


def test_without_a_node_there_is_no_card(settings):
    """The sentence says how to make one."""
    settings.SCHAKEL_NODE = NOBODY
    with pytest.raises(CommandError, match="node init"):
        call_command("node", "card")


def test_an_unknown_partner_cannot_be_suspended(db):
    """A typing mistake in a hurry must be seen."""
    with pytest.raises(CommandError, match="no such node"):
        call_command("node", "suspend", "itt")


def test_an_older_key_still_opens_what_was_sealed_to_it(home):
    """Keys are changed with an overlap: partners do not all read their mail the same day."""
    old = keys.encryption_key()
    path = home / "keys" / keys.ENCRYPTION
    path.rename(home / "keys" / "encryption-2026.jwk")
    new = keys.encryption_key()

    assert keys.find_encryption_key(new.thumbprint()).thumbprint() == new.thumbprint()
    assert keys.find_encryption_key(old.thumbprint()).thumbprint() == old.thumbprint()
    assert keys.find_encryption_key("no such key") is None


def test_two_processes_that_make_a_key_at_once_use_the_same(home):
    """The web server and the worker start together."""
    path = home / "keys" / keys.SIGNING
    before = path.read_text()
    make_private(path, "Ed25519", kind="signing")
    assert path.read_text() == before
