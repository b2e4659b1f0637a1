"""Bodies of messages: what goes in comes out, and nothing else is believed."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from schakel.custody.core.messages import ConsentAnswered
from schakel.instruments.core.messages import Answered, RequestSent, TakenUp
from schakel.kernel.errors import UnusableInputError
from schakel.wire.core.bodies import read_body, to_body

ONE, TWO = UUID(int=1), UUID(int=2)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SENT = RequestSent(
    request=ONE,
    reference="NL-Q-2026-000001",
    thread_reference="NL-T-2026-000001",
    title="dir-2023-977",
    instrument="dir-2023-977",
    from_unit="spoc",
    to_unit="spoc",
    asked="Who uses the number?",
    purpose="Investigation",
    available_because="hit",
    connection="supplier",
    urgency="",
    urgency_reason="",
    restrictions="",
    directly_accessible=False,
    sent_at=NOON,
)


@pytest.mark.parametrize(
    "message",
    [
        SENT,
        TakenUp(request=ONE, reference="IT-Q-2026-000001", received_at=NOON),
        Answered(request=ONE, answer=TWO, reference="IT-Q-2026-000001", text="نعم"),
        ConsentAnswered(consent=ONE, given=True, until=NOON, text=""),
    ],
)
def test_what_is_said_is_what_is_heard(message):
    """Both nodes must hold the same request."""
    assert read_body(type(message), to_body(message)) == message


def test_fields_of_a_later_version_are_left_alone():
    """An older node keeps working when a newer one says more."""
    body = {**to_body(SENT), "priority": 3}

    assert read_body(RequestSent, body) == SENT


@pytest.mark.parametrize(
    "change",
    [
        {"request": "not an id"},
        {"asked": 7},
        {"asked": "x" * 20_001},
        {"directly_accessible": "yes"},
        {"sent_at": "2026-11-24T12:00:00"},
        {"sent_at": None},
    ],
)
def test_another_type_is_refused(change):
    """A partner that lies about a type must not reach a table."""
    with pytest.raises(UnusableInputError, match="another type"):
        read_body(RequestSent, {**to_body(SENT), **change})


def test_what_is_missing_is_named():
    """The partner's administrator must be able to mend it."""
    with pytest.raises(UnusableInputError, match="lacks asked, purpose"):
        read_body(
            RequestSent,
            {k: v for k, v in to_body(SENT).items() if k not in {"asked", "purpose"}},
        )
