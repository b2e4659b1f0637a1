"""Lines of the log, and its signed head."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from schakel.audit.core.entry import Entry
from schakel.audit.core.note import Head, NoteError, read_head, sign_head

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
        an_entry(facts={"text": "x" * 5_000})


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
    ],
)
def test_a_changed_head_is_refused(change):
    """A head that anybody could write proves nothing."""
    note = sign_head(HEAD, public_key=PUBLIC, sign=KEY.sign)

    with pytest.raises(NoteError):
        read_head(change(note), public_key=PUBLIC, verify=verify)
