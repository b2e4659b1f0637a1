"""`schakel node`: this node's card, and links to others."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.exchange.keys import fingerprint
from schakel.exchange.queries import own_card
from schakel.kernel.errors import SchakelError
from schakel.network.actions import link_node, suspend_node
from schakel.network.core.cards import read_card
from schakel.shell.home import NOBODY


class Command(BaseCommand):
    """Makes a node's home, prints its card, links and suspends partners."""

    help = "Make a node, print its card, link it to others."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        init = deeds.add_parser("init", help="make the home of a node")
        for name in ("home", "code", "name-en", "name-nl", "country", "time-zone", "url"):
            init.add_argument(f"--{name}", required=True)
        deeds.add_parser("card", help="print this node's card, to hand to partners")
        deeds.add_parser("fingerprint", help="print what to compare by phone")
        link = deeds.add_parser("link", help="link a partner by its card")
        link.add_argument("card", type=Path)
        suspend = deeds.add_parser("suspend", help="let nothing pass to or from a partner")
        suspend.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds."""
        deed = options["deed"]
        if deed == "init":
            self.init(options)
            return
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; make one: schakel node init --help")
        try:
            self.do(deed, options)
        except (SchakelError, OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error

    def do(self, deed: str, options: dict[str, Any]) -> None:
        """Do a deed that needs a node."""
        card = own_card()
        if deed == "card":
            self.stdout.write(json.dumps(card.to_json(), indent=2))
        elif deed == "fingerprint":
            self.stdout.write(fingerprint(card.signing_key, card.encryption_key))
        elif deed == "suspend":
            suspend_node(code=options["code"], by=None, now=timezone.now())
        else:
            theirs = read_card(json.loads(options["card"].read_text(encoding="utf-8")))
            link_node(card=theirs, by=None, now=timezone.now())
            digits = fingerprint(theirs.signing_key, theirs.encryption_key)
            self.stderr.write(f"Linked {theirs.code}; compare by phone: {digits}")

    def init(self, options: dict[str, Any]) -> None:
        """Write `node.toml` into a new home."""
        home = Path(options["home"])
        path = home / "node.toml"
        if path.exists():
            raise CommandError(f"{path} exists; it is not overwritten", returncode=2)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = ("code", "name_en", "name_nl", "country", "time_zone", "url")
        lines = [f"{name} = {json.dumps(options[name])}" for name in names]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.stderr.write(f"Made {path}. Serve it: SCHAKEL_HOME={home} schakel run")
