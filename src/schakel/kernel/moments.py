"""Moments are aware and end up in UTC on the wire."""

from datetime import UTC, datetime


def require_aware(moment: datetime) -> datetime:
    """Return `moment` unchanged.

    Raises:
        ValueError: `moment` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment must carry its time zone")
    return moment


def to_wire(moment: datetime) -> str:
    """Return `moment` in UTC with microseconds, for example 2026-11-24T09:00:00.000000Z.

    Source: RFC 3339, section 5.6.
    """
    return require_aware(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_wire(text: str) -> datetime:
    """Return the aware moment written in `text`.

    Raises:
        ValueError: `text` is not an ISO 8601 moment, or has no offset.
    """
    return require_aware(datetime.fromisoformat(text))
