"""Statements about a link and revoked keys: shapes and rules, without a database."""

from datetime import timedelta

import pytest

from schakel.network.core.cards import Revocation
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.links import Deed, LinkStatement, common_version, read_link_statement
from schakel.wire.core.parts import numbers_in
from schakel.wire.core.revoking import is_before
from tests.exchange.partner import NOON

KEY = "A" * 43
DETAILS = {
    Deed.HELLO: {},
    Deed.CONFIRM: {"mine": "ab" * 32, "yours": "cd" * 32},
    Deed.KEYS: {"signing": KEY, "encryption": KEY, "until": "2026-11-24T12:00:00.000000Z"},
    Deed.REVOKE: {"kid": "x", "last": 0, "digest": ""},
    Deed.HEARD: {"of": "ab" * 32, "confirmed": False},
}


def said(deed):
    """Return a statement as it is signed."""
    statement = LinkStatement(sender="it", to="nl", at=NOON, deed=deed, details=DETAILS[deed])
    return statement.to_json()


@pytest.mark.parametrize("deed", list(Deed))
def test_a_statement_comes_back_as_it_was_said(deed):
    """Every deed, with just its own details."""
    read = read_link_statement({**said(deed), "of tomorrow": 1})
    assert (read.deed, read.details) == (deed, DETAILS[deed])


def test_a_greeting_may_name_the_key_that_its_signer_knows():
    """Whoever lost newer keys in a restore can say so."""
    assert read_link_statement({**said(Deed.HELLO), "knows": "x"}).details == {"knows": "x"}
    with pytest.raises(EnvelopeRefusedError):
        read_link_statement({**said(Deed.HELLO), "knows": 1})


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (Deed.KEYS, {"signing": "AAAA"}),
        (Deed.REVOKE, {"digest": "x"}),
        (Deed.HEARD, {"confirmed": "yes"}),
        (Deed.HELLO, {"capabilities": {str(n): "1" for n in range(101)}}),
        (Deed.HELLO, {"deed": "bye"}),
        (Deed.HELLO, {"at": None}),
    ],
)
def test_what_is_not_of_the_shape_is_refused(deed, change):
    """Nothing of a partner is believed untyped."""
    with pytest.raises(EnvelopeRefusedError):
        read_link_statement({**said(deed), **change})


def test_what_is_no_object_is_refused():
    """A signed list is still a list."""
    with pytest.raises(EnvelopeRefusedError):
        read_link_statement([])


def test_the_version_is_one_that_both_speak():
    """Without one, theirs is shown to the person who tries."""
    assert common_version(("1", "2")) == "1"
    assert common_version(("2", "3")) == "3"
    assert common_version(()) == "0"


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"seq": 3, "digest": "last"}, True),
        ({"seq": 3}, False),
        ({"seq": 4}, False),
        ({"seq": 0}, False),
        ({"seq": "1"}, False),
        ({"created": "2026-11-24T12:00:01.000000Z"}, False),
        ({"created": "noon"}, False),
    ],
)
def test_what_a_revoked_key_still_proves(change, counts):
    """What came before, fixed by its number; the last one by its digest."""
    revoked = Revocation(at=NOON, last=3, digest="last")
    payload = {"seq": 1, "created": "2026-11-24T12:00:00.000000Z", **change}
    digest = payload.pop("digest", "other")
    assert is_before(revoked, payload, digest=digest) is counts
    early = Revocation(at=NOON - timedelta(days=1), last=3, digest="last")
    assert is_before(early, payload, digest=digest) is False


def test_numbers_below_the_first_part_are_left_out():
    """A receiver that counts wrongly gets the parts that there are."""
    assert list(numbers_in([[-5, 1]], count=3)) == [0, 1]
