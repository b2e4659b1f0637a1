"""`schakel safeguards`: load country facts into the node."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.kernel.errors import UnusableInputError
from schakel.safeguards.actions import load_facts, load_own_facts


class Command(BaseCommand):
    """Loads the facts that come with the product, or those of a file."""

    help = "Load country facts, each with source, year, status and licence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        load = deeds.add_parser("load", help="facts of the product, or of a CSV file")
        load.add_argument("file", type=Path, nargs="?", metavar="FACTS.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say how many; exit 2 on a file that cannot be used, with nothing changed."""
        now = timezone.now()
        if options["file"] is None:
            count = load_own_facts(now=now)
        else:
            try:
                with options["file"].open(encoding="utf-8-sig", newline="") as file:
                    count = load_facts(csv.DictReader(file), now=now)
            except (OSError, UnicodeDecodeError, UnusableInputError) as error:
                raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        self.stdout.write(f"{count} facts")
