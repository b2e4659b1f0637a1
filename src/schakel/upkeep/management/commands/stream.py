"""`schakel stream`: the events that a security desk watches, as lines of JSON."""

import logging
import logging.handlers
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from schakel.shell.home import NOBODY
from schakel.upkeep.actions import stream

PAUSE = 2.0  # seconds
POSITION = Path("upkeep") / "stream.position"
SYSLOG_PORT = 514


class Command(BaseCommand):
    """Says what was not said yet; with --follow, goes on until stopped."""

    help = "Print events for the security desk as lines of JSON, without data about people."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--follow", action="store_true", help="go on until stopped")
        parser.add_argument("--syslog", metavar="WHERE", help="a socket's path, or HOST[:PORT]")
        parser.add_argument("--position", type=Path, help="file that keeps how far it came")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say it."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        position = options["position"] or Path(settings.SCHAKEL_HOME) / POSITION
        try:
            where = options["syslog"]
            with _syslog(where) if where else nullcontext(self.say) as say:
                while stream(say=say, position=position) or options["follow"]:
                    close_old_connections()
                    time.sleep(PAUSE if options["follow"] else 0)
        except (DatabaseError, OSError, ValueError) as error:
            raise CommandError(f"the stream ended: {type(error).__name__}") from error
        except KeyboardInterrupt:
            return

    def say(self, line: str) -> None:
        """Print a line at once."""
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


class _Loud(logging.handlers.SysLogHandler):
    """Fails when a line cannot be handed on, so that it is said again later."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # the library's name
        raise


@contextmanager
def _syslog(where: str) -> Iterator[Callable[[str], None]]:
    host, _, port = where.partition(":")
    address = where if where.startswith("/") else (host, int(port or SYSLOG_PORT))
    handler = _Loud(address, facility=logging.handlers.SysLogHandler.LOG_AUTHPRIV)
    handler.ident = "schakel: "

    def say(line: str) -> None:
        handler.emit(logging.LogRecord("schakel", logging.INFO, "", 0, line, None, None))

    try:
        yield say
    finally:
        handler.close()
