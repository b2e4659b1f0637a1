"""`schakel run`: serve this node until told to stop."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from schakel.kernel.errors import UnusableInputError
from schakel.shell.home import NOBODY, UNFINISHED
from schakel.shell.private_keys import require_privates
from schakel.shell.security_module import PinRefusedError, TokenAwayError
from schakel.site.serving import NodeProcesses
from schakel.upkeep.queries import unknown_migrations


class Command(BaseCommand):
    """Serves the node whose home is in SCHAKEL_HOME: migrates, then runs server and worker."""

    help = "Serve this node: web server and worker, until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError(
                "SCHAKEL_HOME names no node; make one first: schakel node init --help",
                returncode=2,
            )
        if (Path(settings.SCHAKEL_HOME) / UNFINISHED).exists():
            raise CommandError(
                "this node was put back from an archive and is not settled; "
                "run: schakel restore --finish",
                returncode=2,
            )
        _require_keys()
        if newer := unknown_migrations():
            raise CommandError(
                f"the tables were made by a newer program ({newer[0]}); install that version, or "
                "put back an archive from before: schakel restore --help",
                returncode=2,
            )
        call_command("migrate", verbosity=0)
        node = NodeProcesses(home=Path(settings.SCHAKEL_HOME), url=settings.SCHAKEL_LISTEN)
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        try:
            node.start()
            node.wait_until_ready()
            self.stderr.write(f"{settings.SCHAKEL_NODE.name_en}: {settings.SCHAKEL_NODE.url}")
            while not stop.wait(1):
                node.mend()
        except UnusableInputError as error:
            raise CommandError(str(error)) from error
        finally:
            node.stop()


def _require_keys() -> None:
    """Return when the keys can be used; a module that is away may come back, a PIN does not."""
    try:
        require_privates(Path(settings.SCHAKEL_HOME))
    except TokenAwayError as error:
        wrong_pin = isinstance(error, PinRefusedError)
        raise CommandError(str(error), returncode=2 if wrong_pin else 1) from error
