"""`schakel request`: ask the legal clocks about a case in a file; needs no node."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.assistance.core.clock_cases import (
    UnusableClockCaseError,
    clocks_of,
    read_clock_case,
)


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
        try:
            case = read_clock_case(json.loads(options["case"].read_text(encoding="utf-8")))
        except OSError as error:
            raise CommandError(f"{options['case']}: {error.strerror}.", returncode=2) from error
        except UnusableClockCaseError as error:
            raise CommandError("\n".join(error.faults), returncode=2) from error
        except ValueError as error:
            raise CommandError(f"{options['case']}: not JSON.", returncode=2) from error
        clocks = [
            {
                "name": clock.limit.name,
                "due": clock.due.isoformat(),
                "rule": clock.limit.source,
                "unit": clock.limit.unit,
                "verified": clock.limit.verified,
            }
            for clock in clocks_of(case)
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"clocks": clocks}, indent=2))
            return
        for line in clocks:
            self.stdout.write(f"{line['name']}: {line['due']} ({line['rule']})")
