"""Lines of the log, and its signed head."""

import base64
import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schakel.audit.core.entry import LONGEST, Entry
from schakel.audit.models import LogEntry
from schakel.heads.core.note import Head, NoteError, read_head, sign_head

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
PUBLIC = KEY.public_key().public_bytes_raw()
HEAD = Head(origin="schakel.log/nl", size=7, root=b"r" * 32)


def an_entry(**change):
    """Return a line of the log, one change away from a good one."""
    return Entry(**{"id": UUID(int=1), "at": NOON, "event": "report:open", "actor": "a", **change})


def verify(signature, content):
    """Tell whether `KEY` signed `content`."""
    try:
        KEY.public_key().verify(signature, content)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("event", ["report", "Report:open", "report: open", "report:", ""])
def test_events_have_one_grammar(event):
    """Whoever searches the log must not guess how things are called."""
    with pytest.raises(ValueError, match="subject:verb"):
        an_entry(event=event)


def test_content_does_not_fit_the_log():
    """A log that holds content becomes a second, unguarded file on people."""
    with pytest.raises(ValueError, match="not content"):
        an_entry(facts={str(n): "x" * 200 for n in range(21)})
    for content in ("x" * 201, 1.5, {"a": {"b": 1}}, [["a"]], {1: "a"}, object(), b"x"):
        with pytest.raises(ValueError, match="an id, a code or a whole number"):
            an_entry(facts={"text": content})


def test_ids_and_codes_fit_the_log():
    """Lists of ids and the state of each are what an inspector needs."""
    facts = {"n": 1, "ok": True, "none": None, "ids": ["a", "b"], "states": {"a": "accepted"}}
    assert an_entry(facts=facts).facts == facts


@pytest.mark.parametrize(("name", "longest"), LONGEST.items())
def test_no_field_is_longer_than_its_column(name, longest):
    """PostgreSQL would refuse the line, and with it the deed; SQLite would not."""
    fits = "report:" + "x" * (longest - 7)
    assert an_entry(**{name: fits})
    with pytest.raises(ValueError, match="at most"):
        an_entry(**{name: fits + "x"})
    assert LogEntry._meta.get_field(name).max_length == longest


def test_the_salt_and_every_field_change_the_bytes():
    """Without the salt a leaf could be guessed; without a field it could be changed."""
    plain = an_entry().to_bytes(b"s" * 16)

    assert an_entry().to_bytes(b"t" * 16) != plain
    assert an_entry(actor="b").to_bytes(b"s" * 16) != plain
    assert an_entry(facts={"n": 1}).to_bytes(b"s" * 16) != plain
    assert an_entry().to_bytes(b"s" * 16) == plain


def test_a_signed_head_is_read_back():
    """Partners will keep it as the state of our log."""
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)

    assert read_head(note, public_key=PUBLIC, verify=verify) == HEAD


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n7\n", "\n8\n"),
        lambda note: note.replace("schakel.log/nl", "schakel.log/it"),
        lambda note: note.partition("\n\n")[0],
        lambda note: note.partition("\n\n")[0] + "\n\n",
        lambda note: "",
        lambda note: note.replace("\n7\n", "\nseven\n"),
        lambda note: note.replace("cnJy", "!!!!"),
        lambda note: note.replace("\n7\n", "\n+7\n"),
        lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("\n7\n", "\n7\nmore\n"),
        lambda note: note[:-5] + "?\n",
    ],
)
def test_a_changed_head_is_refused(change):
    """A head that anybody could write proves nothing."""
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)

    with pytest.raises(NoteError):
        read_head(change(note), public_key=PUBLIC, verify=verify)


@pytest.mark.parametrize("head", [{"root": b"r" * 31}, {"size": -1}])
def test_a_head_of_no_tree_is_refused_though_signed(head):
    """Another program with our key must not confuse the check."""
    values = {"origin": "schakel.log/nl", "size": 7, "root": b"r" * 32, **head}
    note = sign_head(Head(**values), public_key=PUBLIC, sign=KEY.sign)
    with pytest.raises(NoteError):
        read_head(note, public_key=PUBLIC, verify=verify)


def test_a_partner_may_cosign():
    """A witness adds a line below ours; ours still counts, theirs alone does not."""
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)
    witness = "\u2014 schakel.log/it AAAAAAAA\n"
    assert read_head(note + witness, public_key=PUBLIC, verify=verify) == HEAD
    alone = note.partition("\n\n")[0] + "\n\n" + witness
    with pytest.raises(NoteError, match="not signed by this log"):
        read_head(alone, public_key=PUBLIC, verify=verify)


def test_the_signature_names_its_key_as_others_do():
    """Its id is the first four bytes of SHA-256 over name, newline, 0x01 and key."""
    wanted = hashlib.sha256(b"schakel.log/nl\n\x01" + PUBLIC).digest()[:4]
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)
    assert base64.b64decode(note.split(" ")[-1])[:4] == wanted


def test_lines_of_the_first_form_still_fit_the_tree():
    """Fields that came later are hashed only where they say something."""
    old = an_entry().to_json()
    assert set(old) == {
        *("id", "at", "event", "actor", "actor_role", "unit", "object_kind", "object_id"),
        *("purpose", "legal_basis", "recipient", "codes", "decision_id", "table_version", "facts"),
    }
    new = an_entry(subject_ids=["b", "a"], content="00" * 32, justification="report:1")
    assert new.to_json() == {
        **old,
        "subject_ids": ["a", "b"],
        "content": "00" * 32,
        "justification": "report:1",
    }


@pytest.mark.parametrize("name", ["subject_ids", "fields_sent"])
def test_subjects_and_fields_are_ids_and_names(name):
    """A text among them would be content."""
    with pytest.raises(ValueError, match="ids and names"):
        an_entry(**{name: ["x" * 201]})
