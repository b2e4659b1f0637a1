"""`schakel gate`: ask the gate about a case in a file; needs no node."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.handling.core.reading import UnusableCaseError, read_case
from schakel.handling.core.table import ask


class Command(BaseCommand):
    """Answers with the outcome, all reasons and all conditions."""

    help = "Ask the gate about a case."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        one = deeds.add_parser("ask", help="one case; docs/reference/gate.md describes the file")
        one.add_argument("case", type=Path, metavar="CASE.json")
        one.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer; exit 2 on a case that cannot be read."""
        try:
            decision = ask(read_case(json.loads(options["case"].read_text(encoding="utf-8"))))
        except (OSError, UnicodeDecodeError) as error:
            text = getattr(error, "strerror", None) or "is not UTF-8"
            raise CommandError(f"{options['case']}: {text}.", returncode=2) from error
        except json.JSONDecodeError as error:
            raise CommandError(f"{options['case']}: not JSON: {error}.", returncode=2) from error
        except UnusableCaseError as error:
            raise CommandError("\n".join(error.faults), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(decision), indent=2))
            return
        self.stdout.write(f"{decision.outcome} (table {decision.table_version})")
        for reason in decision.reasons:
            self.stdout.write(f"  row {reason.rule}, {reason.outcome}: {reason.text}")
            self.stdout.write(f"    {reason.source} [{reason.verified}]")
        for condition in decision.conditions:
            self.stdout.write(f"  condition: {condition.text}")
