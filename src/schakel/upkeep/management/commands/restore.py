"""`schakel restore`: put an archive back into an empty home, or settle one that was put back."""

import json
import subprocess
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.kernel.errors import UnusableInputError
from schakel.shell.home import UNFINISHED
from schakel.upkeep.actions import finish_restore, unpack
from schakel.upkeep.core.manifest import summary


class Command(BaseCommand):
    """Reads archives into SCHAKEL_HOME; the node can be served after that."""

    help = "Put an archive back into the empty home that SCHAKEL_HOME names."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path, nargs="?", help="archive of the data")
        parser.add_argument("--keys", type=Path, help="archive of the keys")
        parser.add_argument("--identity", type=Path, help="file with the secret key")
        parser.add_argument("--finish", action="store_true", help="settle what was put back")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; exit 2 when it cannot be done as asked."""
        try:
            if options["finish"]:
                self.finish()
            else:
                self.unpack(options)
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error
        except (DatabaseError, OSError) as error:
            raise CommandError(f"the node was not put back: {error}") from error

    def unpack(self, options: dict[str, Any]) -> None:
        """Put the archive back, then settle in a process that knows the node."""
        if not options["file"] or not options["identity"]:
            raise UnusableInputError("name the archive, and --identity FILE with its secret key")
        home = Path(settings.SCHAKEL_HOME)
        manifest = unpack(
            data=options["file"],
            keys=options["keys"],
            identities=_identities(options["identity"]),
            home=home,
        )
        run = subprocess.run(  # noqa: S603  # our own command, no shell
            [sys.executable, "-m", "schakel", "restore", "--finish"], check=False
        )
        if run.returncode:
            raise CommandError("put back, but not settled; run: schakel restore --finish")
        told = summary(manifest, file=str(options["file"]), size=options["file"].stat().st_size) | {
            "home": str(home)
        }
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"{manifest.node} is back in {home}, as of {manifest.taken_at}")

    def finish(self) -> None:
        """Bring the tables up to date and let every room settle; again does no harm."""
        path = Path(settings.SCHAKEL_HOME) / UNFINISHED
        if not path.exists():
            raise UnusableInputError("nothing was put back here that is not settled")
        taken_at = datetime.fromisoformat(json.loads(path.read_text("utf-8"))["taken_at"])
        call_command("migrate", verbosity=0)
        finish_restore(taken_at=taken_at, now=timezone.now())
        path.unlink()


def _identities(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise UnusableInputError(f"{path} holds no secret key")
    return found
