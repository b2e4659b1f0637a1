"""What the room adds to the work queue, and how files from the command line become a report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from schakel.accounts.queries import User, find_user
from schakel.casework import actions, queries
from schakel.casework.models import Report
from schakel.casework.wording import STATES
from schakel.intake import actions as intake
from schakel.kernel.errors import NotFoundError
from schakel.shell.work import Lane, WorkItem

MOST_LINES = 30
CHUNK = 1024 * 1024  # bytes


def work_of(user: User, now: datetime) -> Iterable[WorkItem]:
    """Yield the drafts of the user, and of the unit."""
    drafts = queries.list_reports(user).filter(state=Report.State.DRAFT)[:MOST_LINES]
    for report in drafts:
        tone, state = STATES[report.state]
        yield WorkItem(
            lane=Lane.MINE if report.author_id == user.id else Lane.UNIT,
            kind="report",
            title=report.title or report.reference,
            url=reverse("casework:report", args=[report.id]),
            state=str(state),
            changed_at=report.changed_at,
            reference=report.reference,
            tone=tone,
        )


def take_files(paths: Sequence[Path], username: str, now: datetime) -> Mapping[str, Any]:
    """Make a draft report of files from the command line.

    Raises:
        NotFoundError: No such person.
        NotAllowedError: The person may not write reports.
    """
    user = find_user(username)
    if user is None:
        raise NotFoundError(f"nobody here signs in as {username}")
    report_id = actions.start_report(by=user, now=now)
    country = settings.SCHAKEL_NODE.country
    with intake.taking(country=country) as session:
        for path in paths:
            with path.open("rb") as file:
                original_id = intake.take_in(
                    name=path.name,
                    chunks=iter(lambda: file.read(CHUNK), b""),  # noqa: B023  # used at once
                    by=user,
                    now=now,
                    country=country,
                    session=session,
                )
            actions.add_original(report_id=report_id, original_id=original_id, by=user, now=now)
    url = settings.SCHAKEL_NODE.url + reverse("casework:report", args=[report_id])
    return {"report": str(report_id), "url": url}
