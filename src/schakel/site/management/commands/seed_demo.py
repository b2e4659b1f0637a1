"""Fill a node of the demo; `schakel demo` calls this inside each node."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.site.demo.seed import seed


class Command(BaseCommand):
    """Seeds a practice node, and prints one-time links as JSON."""

    help = "Fill a practice node with invented people and facts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("cards", type=Path, help="cards of all nodes of the demo")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, on a practice node alone."""
        if not settings.SCHAKEL_NODE.practice:
            raise CommandError("only a practice node is filled with invented people")
        self.stdout.write(json.dumps(seed(options["cards"], now=timezone.now())))
