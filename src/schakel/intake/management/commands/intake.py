"""`schakel intake`: read files, and keep them unless it is a dry run."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from schakel.intake.actions import dry_run
from schakel.intake.core.recognise.phones import is_country
from schakel.intake.core.sinks import sinks
from schakel.kernel.errors import SchakelError, UnusableInputError

_UNUSABLE = 2


class NoSinkError(UnusableInputError):
    """No room said that it keeps files."""

    code = "intake.no_sink"


class Command(BaseCommand):
    """Reads files and says what is in them."""

    help = "Read files: text, problems, and every identifier in them."
    requires_system_checks = ()  # a dry run needs no node

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="keep nothing")
        parser.add_argument("--json", action="store_true", help="JSON on standard output")
        parser.add_argument("--country", default="", help="country of numbers without a prefix")
        parser.add_argument("--user", default="", help="who brings the files, when keeping them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, or give to whoever keeps; exit 2 with one sentence per fault of the input."""
        faults = [fault for path in options["files"] if (fault := _fault_of(path))]
        faults += _faults_of_country(options["country"])
        if faults:
            self._give_up(faults)
        try:
            result = self._work(options)
        except SchakelError as error:
            self._give_up([str(error)])
        if options["json"]:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_summary(result))

    def _work(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["dry_run"]:
            country = options["country"].upper() or settings.SCHAKEL_NODE.country
            return dry_run(options["files"], country=country)
        if not sinks.names():
            raise NoSinkError("Nothing here keeps files yet; add --dry-run to read them only.")
        result: dict[str, Any] = {}
        for _, sink in sinks:
            result |= sink(options["files"], options["user"], timezone.now())
        return result

    def _give_up(self, faults: list[str]) -> None:
        for fault in faults:
            self.stderr.write(fault)
        sys.exit(_UNUSABLE)


def _fault_of(path: Path) -> str:
    try:
        if path.is_dir():
            return f"{path} is a folder; give the files in it."
        with path.open("rb") as stream:
            stream.read(1)
    except FileNotFoundError:
        return f"{path} does not exist."
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}."
    return ""


def _faults_of_country(code: str) -> list[str]:
    if not code or is_country(code.upper()):
        return []
    return [f"{code} is no country; give two letters of ISO 3166, for example NL."]


def _summary(result: dict[str, Any]) -> str:
    lines = []
    for entry in result.get("files", []):
        lines.append(f"{entry['file']}: {len(entry.get('found', []))} found")
        lines += [f"  ! {problem['text']}" for problem in entry.get("problems", [])]
        lines += [
            f"  {one['kind']}: {one['value'] or one['raw']}" for one in entry.get("found", [])
        ]
    return "\n".join(lines)
