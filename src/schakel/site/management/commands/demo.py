"""`schakel demo`: three invented nodes on this machine."""

import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from schakel.accounts.wording import ROLES
from schakel.kernel.errors import UnusableInputError
from schakel.site.demo.databases import database_of, drop_database
from schakel.site.demo.stage import Place, Stage, claim_ports, places

FIRST_PORT = 8101
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # asked to end, or the terminal is gone


class Command(BaseCommand):
    """Sets up and serves the nodes, or plays the main job on nodes of its own."""

    help = "Serve three invented nodes on this machine; --check plays the main job on them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--home", type=Path, default=Path("var/demo"))
        parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
        parser.add_argument("--port", type=int, default=FIRST_PORT, help="of the first node")
        parser.add_argument("--everyone", action="store_true", help="links for all people")
        parser.add_argument("--check", action="store_true", help="play the main job and end")
        parser.add_argument(
            "--json", nargs="?", const="-", metavar="FILE", help="with --check: write the result"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C, or check."""
        try:
            _refuse_unusable(options)
            if options["check"]:
                self.check_thread(options)
            else:
                self.serve(options)
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error

    def serve(self, options: dict[str, Any]) -> None:
        """Serve the nodes until SIGINT or SIGTERM."""
        stop = threading.Event()
        for number in ENDING:
            signal.signal(number, lambda *_: stop.set())
        where = places(
            root=options["home"].absolute(),
            host=options["host"],
            first_port=options["port"],
            database=os.environ.get("SCHAKEL_DATABASE_URL", ""),
        )
        stage = Stage(where)
        self.stderr.write("Setting up three invented nodes ...")
        links = stage.prepare()
        try:
            stage.start()
            self.say_where(stage, links, everyone=options["everyone"])
            while not stop.wait(1):
                stage.mend()
        finally:
            self.stderr.write("Ending the nodes; what was done stays in " + str(options["home"]))
            stage.stop()

    def say_where(self, stage: Stage, links: dict[str, dict[str, str]], *, everyone: bool) -> None:
        """Print the addresses and the one-time sign-in links."""
        self.stdout.write("\nPractice environment: every person, number and case is invented.\n")
        for place in stage.places:
            self.stdout.write(f"\n{place.part.name_en}: {place.url}")
            for person in place.part.people:
                if everyone or person.shown:
                    unit = next(u for u in place.part.units if u.code == person.unit)
                    self.stdout.write(f"  {person.name}, {ROLES[person.role]}, {unit.name_en}")
                    self.stdout.write(f"    {place.url}{links[place.part.code][person.username]}")
        self.stdout.write(
            "\nEach link signs in once, in place of a second factor; start again for new ones."
            "\nUse a private window for each person of the same node."
            + ("" if everyone else " --everyone prints the links of all people.")
            + "\nWhat to do with them: docs/tutorials/one-thread.md"
            + f"\nA mail to begin with: {stage.places[0].home.parent / 'samples'}"
            + "\nCtrl-C ends the nodes."
        )
        self.stdout.flush()

    def check_thread(self, options: dict[str, Any]) -> None:
        """Play the main job on fresh nodes; exit 1 when a step is not as it must be."""
        root = Path(tempfile.mkdtemp(prefix="schakel-demo-"))
        server = os.environ.get("SCHAKEL_DATABASE_URL", "")
        where = places(
            root=root,
            host=options["host"],
            first_port=claim_ports(),
            database=database_of(server, f"check_{secrets.token_hex(4)}"),
        )
        result = self._play(where, root)
        if result["ok"]:
            shutil.rmtree(root)
        else:
            self.stderr.write(f"The nodes and their logs are kept in {root}")
        text = json.dumps(result, indent=2, ensure_ascii=False)
        if options["json"] == "-":
            self.stdout.write(text)
        elif options["json"]:
            Path(options["json"]).write_text(text + "\n", encoding="utf-8")
        if not result["ok"]:
            sys.exit(1)

    def _play(self, where: Sequence[Place], root: Path) -> dict[str, Any]:
        """Play, and leave nothing behind when a signal ends it."""
        from schakel.site.demo.walk import play

        before = {number: signal.signal(number, _leave) for number in ENDING}
        try:
            return play(Stage(where), say=self.stderr.write)
        except SystemExit:
            shutil.rmtree(root)
            raise
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            for place in where:
                if place.database:
                    drop_database(place.database)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    """End the play once, as a process that a signal ended; its nodes end on the way out."""
    for one in ENDING:
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)


def _refuse_unusable(options: dict[str, Any]) -> None:
    """Say what is wrong before a minute is spent on it."""
    target = options["json"]
    if target is None:
        return
    if not options["check"]:
        raise UnusableInputError("--json writes the result of --check; give both")
    if target != "-" and not Path(target).absolute().parent.is_dir():
        raise UnusableInputError(f"{target} cannot be written: its folder is not there")
