"""`schakel audit`: check the log of this node."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from schakel.audit.queries import verify
from schakel.shell.home import NOBODY


class Command(BaseCommand):
    """Verifies that the log is whole."""

    help = "Check that no line of the log was altered, removed or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        check = deeds.add_parser("verify", help="compute the whole log again")
        check.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found; exit 1 when the log is not whole."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        try:
            found = verify()
        except DatabaseError as error:
            raise CommandError(f"the log cannot be read: {type(error).__name__}") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), indent=2))
        elif found.ok:
            self.stdout.write(f"whole: {found.entries} entries, head {found.head}")
        else:
            self.stdout.write(f"NOT whole: {found.problem}")
        if not found.ok:
            sys.exit(1)
