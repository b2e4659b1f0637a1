"""`schakel health`: whether this node does its work, and what to look at."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.shell.home import NOBODY
from schakel.upkeep.core.health import is_working, judge
from schakel.upkeep.queries import state_of_node


class Command(BaseCommand):
    """Prints a line per check; exits 1 when one failed."""

    help = "Tell whether this node does its work; a warning does not stop it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look and tell."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        try:
            checks = judge(state_of_node(timezone.now()))
        except DatabaseError as error:
            raise CommandError(f"the database does not answer: {type(error).__name__}") from error
        ok = is_working(checks)
        if options["json"]:
            levels = {check.name: check.level.value for check in checks}
            self.stdout.write(json.dumps({"ok": ok, "checks": levels}, indent=2))
        else:
            for check in checks:
                self.stdout.write(f"{check.level.value:5} {check.name}")
        if not ok:
            sys.exit(1)
