"""Bytes that two nodes must agree on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from schakel.kernel.canonical import canonical_json, sha256_hex
from schakel.kernel.moments import from_wire, to_wire


def test_the_order_of_keys_does_not_matter():
    """A signature made over one order must verify over another."""
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
    assert canonical_json({"a": "é", "b": 1}) == canonical_json({"b": 1, "a": "é"})


def test_infinity_has_no_canonical_form():
    """JSON has no word for it; a signature over it would verify nowhere else."""
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json(float("inf"))


def test_the_digest_is_sha_256():
    """FIPS 180-4 vector for the empty message."""
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_moment_travels_in_utc():
    """Rome and The Hague must read the same moment."""
    rome = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=1)))

    assert to_wire(rome) == "2026-11-24T09:00:00.000000Z"
    assert from_wire(to_wire(rome)) == rome.astimezone(UTC)


def test_a_moment_without_zone_is_refused():
    """Nobody can say when ten o'clock was without knowing where."""
    with pytest.raises(ValueError, match="time zone"):
        from_wire("2026-11-24T10:00:00")
