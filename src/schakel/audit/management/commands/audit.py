"""`schakel audit`: check the log of this node, prove a line of it, compare with a partner."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.audit.actions import begin_anew, change_log_key, compare_with
from schakel.audit.queries import (
    find_entry,
    handovers_told,
    own_key,
    own_origin,
    prove,
    verify,
)
from schakel.kernel.errors import NotFoundError, SchakelError, UnusableInputError
from schakel.shell.home import NOBODY


class Command(BaseCommand):
    """Verifies that the log is whole, here and in the eyes of partners."""

    help = "Check that no line of the log was altered, removed or put in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        check = deeds.add_parser("verify", help="compute the whole log again")
        proof = deeds.add_parser("prove", help="prove that a line stands in the log")
        proof.add_argument("entry", metavar="ENTRY", help="id of a line, or its number")
        compare = deeds.add_parser("compare", help="compare both logs with a partner's memory")
        compare.add_argument("peer", metavar="PEER", help="code of a linked node")
        change = deeds.add_parser("change-key", help="let a new key sign the log from now on")
        keys = deeds.add_parser("keys", help="show the keys of the log, each signed by the last")
        anew = deeds.add_parser("begin-anew", help="after a restore: ask the witnesses to agree")
        for one in (check, proof, compare, change, keys, anew):
            one.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found; exit 1 when the log is not whole or not proved."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        deeds = {
            "verify": self.verify,
            "prove": self.prove,
            "compare": self.compare,
            "change-key": self.change_key,
            "keys": self.keys,
            "begin-anew": self.begin_anew,
        }
        try:
            ok, found, words = deeds[options["deed"]](options)
        except DatabaseError as error:
            raise CommandError(f"the log cannot be read: {type(error).__name__}") from error
        self.stdout.write(json.dumps(found, indent=2) if options["json"] else words)
        if not ok:
            sys.exit(1)

    def verify(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Compute the whole log again."""
        found = verify()
        words = f"whole: {found.entries} entries, head {found.head}"
        return found.ok, asdict(found), words if found.ok else f"NOT whole: {found.problem}"

    def prove(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Prove one line."""
        entry = find_entry(options["entry"])
        if entry is None:
            raise CommandError("the log has no such line", returncode=2)
        found = prove(entry)
        if found is None:
            raise CommandError("no signed head covers this line yet; try again in a minute")
        place = found.place
        words = (
            f"entry {place.index} of {place.size}, {len(place.path)} hashes to root {place.root}"
            if place.holds
            else f"entry {place.index} is NOT what was sealed"
        )
        return place.holds, {"ok": place.holds, **asdict(found)}, words

    def compare(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Compare with a partner."""
        try:
            found = compare_with(options["peer"], now=timezone.now())
        except NotFoundError as error:
            raise CommandError(str(error), returncode=2) from error
        except SchakelError as error:
            raise CommandError(f"{options['peer']} gives no usable answer: {error}") from error
        words = (
            f"agreed: {found.peer} holds our head of {found.our_size} entries, "
            f"we hold its head of {found.their_size}"
        )
        return found.ok, asdict(found), words if found.ok else f"NOT agreed: {found.problem}"

    def change_key(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Change the key of the log."""
        try:
            made = change_log_key(actor="node", now=timezone.now())
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error
        words = f"{made.new.hex()} signs the log from entry {made.head.size} on"
        return True, {"ok": True, "key": made.new.hex(), "from": made.head.size}, words

    def begin_anew(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Say that the log begins anew."""
        try:
            made = begin_anew(actor="node", now=timezone.now())
        except UnusableInputError as error:
            raise CommandError(str(error), returncode=2) from error
        size = made.shown.head.size
        words = f"the log goes on from entry {size}; people at each partner have to agree"
        return True, {"ok": True, "from": size}, words

    def keys(self, options: dict[str, Any]) -> tuple[bool, dict[str, Any], str]:
        """Show the keys of the log."""
        told = handovers_told()
        found = {"ok": True, "origin": own_origin(), "key": own_key(), "keys": told}
        words = [f"{one['old']} up to entry {one['size']}" for one in told]
        return True, found, "\n".join([*words, f"{own_key()} now"])
