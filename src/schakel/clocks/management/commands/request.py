"""`schakel request`: ask the legal clocks about a case in a file; needs no node."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from schakel.clocks.core.cases import (
    ClockAnswer,
    ClockCase,
    UnusableClockCaseError,
    clocks_of,
    read_clock_case,
)
from schakel.clocks.core.zones import zone_of

NO_PERIOD = "The law sets no period here, and no date was suggested."
NO_CLOCK = "This event starts no clock of the instrument."


class Command(BaseCommand):
    """Answers with every clock that an event starts."""

    help = "Legal clocks of a request."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        one = deeds.add_parser("clock", help="when a request must be answered")
        one.add_argument("case", type=Path, metavar="CASE.json")
        one.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the clocks; exit 2 on a case that cannot be read."""
        case = _read(options["case"])
        clocks = [_told(answer, case) for answer in clocks_of(case)]
        if options["json"]:
            told = {"clocks": clocks, "suggested": _told_suggestion(case)}
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
            return
        for line in clocks:
            self.stdout.write(f"{line['name']}: {line['due']} ({line['rule']})")
        if not clocks:
            self.stdout.write(NO_PERIOD if case.timing.suggested else NO_CLOCK)


def _read(path: Path) -> ClockCase:
    try:
        return read_clock_case(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", returncode=2) from error
    except UnusableClockCaseError as error:
        raise CommandError("\n".join(error.faults), returncode=2) from error
    except ValueError as error:
        raise CommandError(f"{path}: not JSON.", returncode=2) from error


def _told(answer: ClockAnswer, case: ClockCase) -> dict[str, Any]:
    limit, due = answer.clock.limit, answer.clock.due
    here = zone_of(case.from_country)
    return {
        "name": limit.name,
        "due": due.isoformat(),
        "due_from": due.astimezone(ZoneInfo(here)).isoformat() if here else None,
        "rule": limit.source,
        "unit": limit.unit,
        "verified": limit.verified,
        "rolls": limit.rolls,
        "holidays_to": _days(answer.holidays_there),
        "holidays_from": _days(answer.holidays_here),
    }


def _told_suggestion(case: ClockCase) -> dict[str, str] | None:
    if case.suggested is None:
        return None
    return {
        "due": case.suggested.isoformat(),
        "rule": case.timing.suggested_source,
        "verified": case.timing.suggested_verified,
    }


def _days(found: Mapping[date, str]) -> list[dict[str, str]]:
    return [{"date": day.isoformat(), "name": name} for day, name in found.items()]
