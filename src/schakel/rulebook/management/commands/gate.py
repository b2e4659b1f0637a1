"""`schakel gate`: ask about a case in a file (no node needed), or ask kept decisions again."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from schakel.handling.core.case import GateCase
from schakel.handling.core.decision import Decision
from schakel.handling.core.reading import UnusableCaseError, read_json
from schakel.handling.core.table import ask
from schakel.handling.queries import replay_decisions

FAILED = 1
UNUSABLE = 2


class Command(BaseCommand):
    """Answers with the outcome, all reasons and all conditions."""

    help = "Ask the gate about a case."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        one = deeds.add_parser("ask", help="one case; docs/reference/gate.md describes the file")
        one.add_argument("case", type=Path, metavar="CASE.json")
        again = deeds.add_parser("replay", help="every kept decision, under its own version")
        for deed in (one, again):
            deed.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer, or whether old answers come out again."""
        if options["deed"] == "replay":
            self._replay(as_json=options["json"])
        else:
            self._ask(options)

    def _replay(self, *, as_json: bool) -> None:
        """Print how many decisions differ; exit 1 when one does."""
        found = list(replay_decisions())
        differ = [str(decision_id) for decision_id, same in found if not same]
        if as_json:
            told = {"ok": not differ, "decisions": len(found), "differ": differ}
            self.stdout.write(json.dumps(told, indent=2))
        else:
            asked = f"{len(found)} decisions asked again under their own version"
            self.stdout.write(f"{asked}: {len(differ)} differ")
            for decision_id in differ:
                self.stdout.write(f"  {decision_id}")
        if differ:
            sys.exit(FAILED)

    def _ask(self, options: dict[str, Any]) -> None:
        """Print the answer; exit 2, with a sentence per fault, on a case that cannot be read."""
        try:
            case = _read(options["case"])
        except UnusableCaseError as error:
            for fault in error.faults:
                self.stderr.write(fault)
            sys.exit(UNUSABLE)
        decision = ask(case)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(decision), indent=2))
        else:
            self._print(decision)

    def _print(self, decision: Decision) -> None:
        self.stdout.write(f"{decision.outcome} (table {decision.table_version})")
        for reason in decision.reasons:
            self.stdout.write(f"  row {reason.rule}, {reason.outcome}: {reason.text}")
            self.stdout.write(f"    {reason.source} [{reason.verified}]")
            if reason.needs:
                self.stdout.write(f"    needed from {reason.whom}: {reason.needs}")
        for condition in decision.conditions:
            self.stdout.write(f"  condition {condition.code}: {condition.text}")


def _read(path: Path) -> GateCase:
    try:
        return read_json(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnusableCaseError([f"{path} is not UTF-8."]) from error
    except OSError as error:
        raise UnusableCaseError([f"{path}: {error.strerror}."]) from error
