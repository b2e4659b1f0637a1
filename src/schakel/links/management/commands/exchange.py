"""`schakel exchange`: compare the ledgers of a link with the partner, and heal after a restore."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.exchange.actions import mark_restored
from schakel.kernel.errors import SchakelError
from schakel.links.actions import compare_ledgers, heal_links
from schakel.links.core.ledgers import Comparison
from schakel.network.queries import get_known_node


class Command(BaseCommand):
    """Looks whether both ends of a link agree."""

    help = "Compare the ledgers of a link with the partner; heal links after a restore."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        compare = deeds.add_parser("compare", help="show the first number on which both differ")
        compare.add_argument("peer")
        compare.add_argument("--json", action="store_true")
        deeds.add_parser("restored", help="after restoring a backup: heal before sending")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds; exit 1 when the ledgers differ, or the partner does not answer."""
        now = timezone.now()
        if options["deed"] == "restored":
            count = mark_restored(now)
            healed = heal_links(now)
            self.stderr.write(f"{healed} of {count} links are healed; the worker heals the rest.")
            return
        try:
            get_known_node(options["peer"])
        except SchakelError as error:
            raise CommandError(str(error), returncode=2) from error
        try:
            found = compare_ledgers(node=options["peer"], now=now)
        except SchakelError as error:
            raise CommandError(f"the partner does not answer: {error}", returncode=1) from error
        self._show(found, as_json=options["json"])
        if any(one.differs_at for one in found):
            raise CommandError("the ledgers differ", returncode=1)

    def _show(self, found: tuple[Comparison, Comparison], *, as_json: bool) -> None:
        if as_json:
            ok = not any(one.differs_at for one in found)
            self.stdout.write(json.dumps({"ok": ok, "ledgers": [asdict(one) for one in found]}))
            return
        for one in found:
            self.stdout.write(
                f"sent by {one.sender}: here up to {one.mine_last}, there up to {one.theirs_last}, "
                f"equal up to {one.equal_up_to}"
            )
            if one.differs_at:
                self.stdout.write(f"first difference at {one.differs_at}:")
                self.stdout.write(f"  here: {one.mine or 'nothing'}")
                self.stdout.write(f"  there: {one.theirs or 'nothing'}")
