"""`schakel courier`: carry the envelopes of a link as a file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.courier.actions import give, take
from schakel.kernel.errors import SchakelError


class Command(BaseCommand):
    """Writes what waits for a node into a file, and reads such a file in."""

    help = "Write what waits for a node into an encrypted file, or read one in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        write = deeds.add_parser("write", help="write what waits for a node, with its files")
        write.add_argument("node")
        write.add_argument("file", type=Path)
        read = deeds.add_parser("read", help="take in what a courier brought")
        read.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds; exit 2 when the file or the node is unusable, 1 on refusals."""
        deed = self._write if options["deed"] == "write" else self._read
        try:
            deed(options)
        except (SchakelError, OSError) as error:
            raise CommandError(str(error), returncode=2) from error

    def _write(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        with path.open("xb") as out:  # never over another file
            try:
                path.chmod(0o600)
                given = give(out, node=options["node"], now=timezone.now())
                out.flush()
                os.fsync(out.fileno())
            except BaseException:
                path.unlink()
                raise
        self.stdout.write(
            f"{given.unknown} envelopes, {given.files} files and receipts for {given.signed_for} "
            f"messages; {given.left} wait for another file or for the line"
        )

    def _read(self, options: dict[str, Any]) -> None:
        with options["file"].open("rb") as source:
            brought = take(source, now=timezone.now())
        self.stdout.write(
            f"from {brought.node}: {brought.unknown} new envelopes, {brought.early} of these wait "
            f"for earlier ones; {brought.known} known; receipts for {brought.signed_for} of ours"
        )
        if brought.refused:
            codes = sorted({one["code"] for one in brought.refused})
            raise CommandError("refused: " + ", ".join(codes), returncode=1)
