"""`schakel backup`: an encrypted archive of a running node."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.kernel.errors import UnusableInputError
from schakel.shell.home import NOBODY
from schakel.upkeep.actions import back_up, make_identity
from schakel.upkeep.core.manifest import summary


class Command(BaseCommand):
    """Writes an archive of the data or of the keys, or makes the key that reads archives."""

    help = "Write an encrypted archive of this node while it works."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, help="where the archive goes; never overwritten")
        parser.add_argument(
            "--recipient", action="append", default=[], help="public key age1..., may be repeated"
        )
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--keys", action="store_true", help="the keys, and nothing else")
        what.add_argument(
            "--new-identity", action="store_true", help="make FILE a secret key that reads archives"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit 2 when it cannot be done as asked."""
        try:
            if options["new_identity"]:
                self.stdout.write(make_identity(options["file"]))
                self.stderr.write(
                    "Keep the file away from the node; the node needs this line only."
                )
                return
            self.back_up(options)
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(f"no archive was made: {error}") from error

    def back_up(self, options: dict[str, Any]) -> None:
        """Write the archive and tell of it."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise UnusableInputError("SCHAKEL_HOME names no node; set it to a node's home")
        manifest, size = back_up(
            target=options["file"],
            recipients=options["recipient"] or settings.SCHAKEL_BACKUP_RECIPIENTS,
            kind="keys" if options["keys"] else "data",
            now=timezone.now(),
        )
        told = summary(manifest, file=str(options["file"]), size=size)
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"{told['file']}: {told['parts']} parts, {told['bytes']} bytes")
