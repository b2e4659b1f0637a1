"""`schakel metrics`: figures of this node for Prometheus."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.shell.home import NOBODY
from schakel.upkeep.metrics import write_metrics


class Command(BaseCommand):
    """Prints the figures, or puts them where a collector of text files reads them."""

    help = "Print figures of this node in the text format of Prometheus; nothing about people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--write", type=Path, metavar="FILE", help="instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and tell."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        try:
            text = write_metrics(timezone.now())
        except DatabaseError as error:
            raise CommandError(f"the database does not answer: {type(error).__name__}") from error
        if options["write"] is None:
            self.stdout.write(text, ending="")
            return
        draft = options["write"].with_name(f".{options['write'].name}.new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(options["write"])
