"""`schakel retention`: do at once what the worker does by itself, or tell what is due."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.retention import actions, queries
from schakel.shell.home import NOBODY


class Command(BaseCommand):
    """Runs the schedule once, or counts."""

    help = "Put out of use and destroy what is due; --dry-run only tells how much that is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and print what was done as JSON without personal data."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        now = timezone.now()
        actions.note_terms(now)
        due = queries.count_due(today=now.date())
        done = 0
        while not options["dry_run"] and (step := actions.run_schedule(now)):
            done += step
        self.stdout.write(json.dumps({"due": due, "done": done}))
