"""`schakel demo`: three invented nodes on this machine."""

import json
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from schakel.kernel.errors import UnusableInputError
from schakel.site.demo.cast import NODES
from schakel.site.demo.databases import database_of, drop_database
from schakel.site.demo.stage import Stage, places

FIRST_PORT = 8101


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
            if options["check"]:
                self.check_thread(options)
            else:
                self.serve(options)
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error

    def serve(self, options: dict[str, Any]) -> None:
        """Serve the nodes until SIGINT or SIGTERM."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
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
                    self.stdout.write(f"  {person.name}, {person.role}, {unit.name_en}")
                    self.stdout.write(f"    {place.url}{links[place.part.code][person.username]}")
        self.stdout.write(
            "\nEach link signs in once (start again for new ones; --everyone prints all people)."
            f"\nA mail to begin with: {stage.places[0].home.parent / 'samples'}"
            "\nCtrl-C ends the nodes."
        )
        self.stdout.flush()

    def check_thread(self, options: dict[str, Any]) -> None:
        """Play the main job on fresh nodes; exit 1 when a step is not as it must be."""
        from schakel.site.demo.walk import play

        with tempfile.TemporaryDirectory(prefix="schakel-demo-") as root:
            server = os.environ.get("SCHAKEL_DATABASE_URL", "")
            where = places(
                root=Path(root),
                host=options["host"],
                first_port=_free_ports(),
                database=database_of(server, f"check_{secrets.token_hex(4)}"),
            )
            try:
                result = play(Stage(where), say=self.stderr.write)
            finally:
                for place in where:
                    if place.database:
                        drop_database(place.database)
        text = json.dumps(result, indent=2)
        if options["json"] == "-":
            self.stdout.write(text)
        elif options["json"]:
            Path(options["json"]).write_text(text + "\n", encoding="utf-8")
        if not result["ok"]:
            sys.exit(1)


def _free_ports() -> int:
    """Return the first of as many neighbouring free ports as there are nodes."""
    for first in range(20_000, 60_000, len(NODES)):
        taken = False
        for port in range(first, first + len(NODES)):
            with socket.socket() as probe:
                taken = taken or probe.connect_ex(("127.0.0.1", port)) == 0
        if not taken:
            return first
    raise UnusableInputError("no three free ports were found on this machine")
