"""`schakel node`: this node's card, and links to others."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.exchange import actions
from schakel.exchange.queries import own_card
from schakel.kernel.errors import SchakelError
from schakel.network.actions import link_node, suspend_node
from schakel.network.core.cards import NodeCard, read_card
from schakel.shell.home import NOBODY
from schakel.wire.actions.keys import fingerprint
from schakel.wire.core.shapes import NODE

NAMES = ("code", "name_en", "name_nl", "country", "time_zone", "url")


class Command(BaseCommand):
    """Makes a node's home, prints its card, links and suspends partners."""

    help = "Make a node, print its card, link it to others."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        init = deeds.add_parser("init", help="make the home of a node, with its keys")
        for name in ("home", "code", "name-en", "country", "url"):
            init.add_argument(f"--{name}", required=True)
        init.add_argument("--time-zone", "--zone", required=True, dest="time_zone")
        init.add_argument("--name-nl", default="", help="without it, the English name")
        deeds.add_parser("card", help="print this node's card, to hand to partners")
        deeds.add_parser("fingerprint", help="print what to compare by phone")
        link = deeds.add_parser("link", help="link a partner by its card")
        link.add_argument("card", type=Path)
        for name in ("suspend", "unlink"):
            stop = deeds.add_parser(name, help="let nothing pass to or from a partner, at once")
            stop.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds."""
        try:
            self.do(options["deed"], options)
        except (SchakelError, OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error

    def do(self, deed: str, options: dict[str, Any]) -> None:
        """Do a deed; all but the first need a node."""
        if deed == "init":
            self.init(options)
        elif settings.SCHAKEL_NODE is NOBODY:
            raise ValueError("SCHAKEL_HOME names no node; make one: schakel node init --help")
        elif deed == "card":
            self.stdout.write(json.dumps(own_card().to_json(), indent=2))
            self.stderr.write(f"Fingerprint, to compare by phone: {_digits(own_card())}")
        elif deed == "fingerprint":
            self.stdout.write(_digits(own_card()))
        elif deed == "link":
            self.link(options["card"])
        else:
            suspend_node(code=options["code"], by=None, now=timezone.now())

    def link(self, path: Path) -> None:
        """Link the partner whose card is in a file."""
        theirs = read_card(json.loads(path.read_text(encoding="utf-8")))
        if theirs.code == settings.SCHAKEL_NODE.code:
            raise ValueError("this is the card of this node itself")
        link_node(card=theirs, by=None, now=timezone.now())
        self.stderr.write(f"Linked {theirs.code}; compare by phone: {_digits(theirs)}")

    def init(self, options: dict[str, Any]) -> None:
        """Write `node.toml` and the keys into a new home."""
        home = Path(options["home"])
        path = home / "node.toml"
        values = {name: options[name] for name in NAMES}
        values["name_nl"] = values["name_nl"] or values["name_en"]
        _check(values)
        if path.exists():
            raise ValueError(f"{path} exists; it is not overwritten")
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        actions.make_keys(home)
        self.stderr.write(f"Made {path}. Serve it: SCHAKEL_HOME={home} schakel run")


def _digits(card: NodeCard) -> str:
    return fingerprint(card.signing_key, card.encryption_key)


def _check(values: dict[str, str]) -> None:
    """Return when the identity can be used.

    Raises:
        ValueError: With what is wrong and what to write instead.
    """
    if not NODE.fullmatch(values["code"]):
        raise ValueError("--code is a short name in lower case, for example nl")
    if len(values["country"]) != 2 or not values["country"].isupper():
        raise ValueError("--country is an ISO 3166 code of two capitals, for example NL")
    if not values["url"].startswith(("http://", "https://")):
        raise ValueError("--url begins with https:// (or http:// on this machine alone)")
    try:
        ZoneInfo(values["time_zone"])
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("--time-zone is an IANA name, for example Europe/Amsterdam") from error
