"""`schakel node`: this node's card and keys, and links to others."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.exchange.actions import make_keys
from schakel.exchange.queries import own_card
from schakel.kernel.errors import SchakelError
from schakel.kernel.moments import from_wire, to_wire
from schakel.links import actions
from schakel.network.actions import link_node, resume_node, suspend_node
from schakel.network.core.cards import NodeCard, read_card
from schakel.network.queries import get_known_node, list_nodes
from schakel.shell.home import NOBODY
from schakel.wire.actions.keys import fingerprint, fingerprint_words
from schakel.wire.core.shapes import NODE

NAMES = ("code", "name_en", "name_nl", "country", "time_zone", "url")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Command(BaseCommand):
    """Makes a node's home, prints its card, and does to links what their pages do."""

    help = "Make a node, print its card, link it to others, change its keys."
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
        deeds.add_parser("fingerprint", help="print what to compare by phone, as words and digits")
        link = deeds.add_parser("link", help="take in a partner's card, from a file or its address")
        link.add_argument("card", help="a file, or the address of the node")
        link.add_argument(
            "--at-once",
            action="store_true",
            help="both sides are confirmed; for nodes on this machine alone",
        )
        for name, text in WITH_CODE.items():
            deeds.add_parser(name, help=text).add_argument("code")
        revoke = deeds.add_parser("revoke", help="revoke a partner's key, as he said by phone")
        revoke.add_argument("code")
        revoke.add_argument("--since", required=True, help="for example 2026-11-24T12:00:00Z")
        deeds.add_parser("rotate", help="announce new keys of this node to all partners")
        deeds.add_parser("renew", help="revoke this node's own key, and tell all partners")
        links = deeds.add_parser("links", help="list the links")
        links.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds."""
        try:
            if options["deed"] != "init" and settings.SCHAKEL_NODE is NOBODY:
                raise ValueError("SCHAKEL_HOME names no node; make one: schakel node init --help")
            do: Callable[..., None] = getattr(self, options["deed"])
            do(options, timezone.now())
        except (SchakelError, OSError, ValueError) as error:
            raise CommandError(str(error), returncode=2) from error

    def card(self, options: dict[str, Any], now: datetime) -> None:
        """Print the card to standard output, and what to compare to standard error."""
        self.stdout.write(json.dumps(own_card().to_json(), indent=2))
        self.stderr.write(f"To compare by phone: {_words(own_card())}")
        self.stderr.write(f"The same as digits: {_digits(own_card())}")

    def fingerprint(self, options: dict[str, Any], now: datetime) -> None:
        """Print what is compared by phone: the digits to standard output, the words beside it."""
        self.stdout.write(_digits(own_card()))
        self.stderr.write(_words(own_card()))

    def link(self, options: dict[str, Any], now: datetime) -> None:
        """Take in the card of a partner."""
        theirs = _card_of(options["card"])
        if not options["at_once"]:
            actions.propose(card=theirs, by=None, now=now)
            self.stderr.write(f"Words of {theirs.code}: {_words(theirs)}")
            self.stderr.write(f"Words of this node: {_words(own_card())}")
            self.stderr.write(
                f"Compare both by phone, on a number that you know; "
                f"when they are the same: schakel node confirm {theirs.code}"
            )
            return
        if urlsplit(theirs.url).hostname not in LOOPBACK:
            raise ValueError("--at-once is for nodes on this machine; others are confirmed")
        actions.propose(card=theirs, by=None, now=now)
        link_node(card=theirs, by=None, now=now)
        self.stderr.write(f"Linked {theirs.code}; compare by phone: {_words(theirs)}")

    def confirm(self, options: dict[str, Any], now: datetime) -> None:
        """Confirm the keys of a partner, and tell it."""
        found = get_known_node(options["code"])
        kid = found.signing_key.get("kid", "")
        actions.confirm(code=found.code, kid=kid, by=None, now=now)
        actions.tell(now)
        state = get_known_node(found.code).state
        self.stderr.write(f"{found.code} is {state}")

    def suspend(self, options: dict[str, Any], now: datetime) -> None:
        """Let nothing pass any more."""
        suspend_node(code=options["code"], by=None, now=now)

    def unlink(self, options: dict[str, Any], now: datetime) -> None:
        """Do the same by its older name."""
        self.suspend(options, now)

    def resume(self, options: dict[str, Any], now: datetime) -> None:
        """Let messages pass again."""
        resume_node(code=options["code"], by=None, now=now)

    def revoke(self, options: dict[str, Any], now: datetime) -> None:
        """Revoke a partner's key."""
        since = from_wire(options["since"])
        actions.revoke_theirs(code=options["code"], since=since, by=None, now=now)

    def rotate(self, options: dict[str, Any], now: datetime) -> None:
        """Announce new keys; the worker uses them once everybody heard of them."""
        actions.begin_rotation(by=None, now=now)
        self.stderr.write("New keys are announced; the worker does the rest.")

    def renew(self, options: dict[str, Any], now: datetime) -> None:
        """Revoke the own key."""
        told = actions.revoke_own(by=None, now=now)
        self.stderr.write(f"{told} partners are told; each has to confirm: {_words(own_card())}")

    def links(self, options: dict[str, Any], now: datetime) -> None:
        """List the links."""
        rows = [
            {
                "code": node.code,
                "state": node.state,
                "url": node.url,
                "protocol": node.protocol,
                "capabilities": node.capabilities,
                "heard_at": node.heard_at and to_wire(node.heard_at),
            }
            for node in list_nodes()
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"links": rows}, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['code']}  {row['state']}  {row['url']}")

    def init(self, options: dict[str, Any], now: datetime) -> None:
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
        make_keys(home)
        self.stderr.write(f"Made {path}. Serve it: SCHAKEL_HOME={home} schakel run")


WITH_CODE = {
    "confirm": "say that the words were compared by phone and are the same",
    "suspend": "let nothing pass to or from a partner, at once",
    "unlink": "the same as suspend",
    "resume": "let messages pass again",
}


def _digits(card: NodeCard) -> str:
    return fingerprint(card.signing_key, card.encryption_key)


def _words(card: NodeCard) -> str:
    return fingerprint_words(card.signing_key, card.encryption_key)


def _card_of(given: str) -> NodeCard:
    """Return the card in a file, or at an address."""
    if given.startswith(("https://", "http://")):
        return actions.fetch_card(given)
    return read_card(json.loads(Path(given).read_text(encoding="utf-8")))


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
