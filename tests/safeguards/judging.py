"""Judgements as the desk makes them: one writes, another signs."""

from datetime import UTC, datetime, timedelta

import pytest

from schakel.accounts.core.roles import Role
from schakel.safeguards.actions import draft_judgement, sign_judgement
from schakel.safeguards.core.judgements import Judged
from tests.intake.people import a_person

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def desk(db):
    """Return somebody of the human-rights desk."""
    return a_person("hanna", unit="office", role=Role.HUMAN_RIGHTS_DESK)


def a_judgement(*, party="XZ", positive=True, days=(0, 90), at=NOON, **changes):
    """Return a judgement that begins and ends so many days from `at`."""
    first, last = (at.date() + timedelta(days=number) for number in days)
    values = {"text": "visited twice", "sources": "visit reports", **changes}
    return Judged(party=party, positive=positive, valid_from=first, valid_until=last, **values)


def drafted(by, *, at=NOON, **changes):
    """Write a judgement; return the draft."""
    return draft_judgement(judged=a_judgement(at=at, **changes), by=by, now=at)


def judged(by, *, written_by=None, at=NOON, signed_at=None, **changes):
    """Let `by` sign what somebody else of the desk wrote; return the judgement."""
    writer = written_by or a_person("wim", unit="office", role=Role.HUMAN_RIGHTS_DESK)
    draft = drafted(writer, at=at, **changes)
    return sign_judgement(draft_id=draft, by=by, now=signed_at or at)
