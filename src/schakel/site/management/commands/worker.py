"""`schakel worker`: do the chores of this node until told to stop."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from schakel.shell.chores import Chore, chores

log = logging.getLogger("schakel.worker")
SHORTEST_PAUSE = 0.05  # seconds


class Command(BaseCommand):
    """Runs every registered chore at its own pace, one thread per chore."""

    help = "Do what the node does by itself: send, seal the log, tell people."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or SIGINT; a chore that fails is tried again at its next turn."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        threads = [
            threading.Thread(target=keep_doing, args=(name, chore, stop), name=name)
            for name, chore in chores
        ]
        for thread in threads:
            thread.start()
        stop.wait()
        for thread in threads:
            thread.join()
        for name, chore in chores:
            if chore.finish:
                do_once(name, chore.finish)


def keep_doing(name: str, chore: Chore, stop: threading.Event) -> None:
    """Run `chore` every `chore.seconds` until `stop`; at once again while there is work."""
    while not stop.is_set():
        begun = time.monotonic()
        done = do_once(name, chore.run)
        spent = time.monotonic() - begun
        stop.wait(SHORTEST_PAUSE if done else max(chore.seconds - spent, SHORTEST_PAUSE))


def do_once(name: str, run: Callable[[datetime], int]) -> int:
    """Run a chore once; return how much it did, 0 when it failed.

    The log gets the kind of the failure and where it happened, never its text: that may hold names.
    """
    close_old_connections()
    try:
        return run(timezone.now())
    except Exception as error:
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_globals.get('__name__')}:{where.tb_lineno}" if where else "?"
        log.error("chore %s failed: %s at %s", name, type(error).__name__, place)
        return 0
    finally:
        close_old_connections()
