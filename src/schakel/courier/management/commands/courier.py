"""`schakel courier`: carry the envelopes of a link as a file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from schakel.courier.actions import give, give_codes, take, take_codes
from schakel.courier.forms import MOST_TYPED
from schakel.courier.pictures import as_png, read_picture
from schakel.courier.queries import Carriage
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
        codes = deeds.add_parser("codes", help="draw short messages as codes to print")
        codes.add_argument("node")
        codes.add_argument("folder", type=Path)
        scan = deeds.add_parser("scan", help="read codes from pictures, or from texts of a scanner")
        scan.add_argument("files", type=Path, nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds; exit 2 when the file or the node is unusable, 1 on refusals."""
        deeds = {"write": self._write, "read": self._read, "codes": self._codes, "scan": self._scan}
        deed = deeds[options["deed"]]
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
            self._tell(take(source, now=timezone.now()))

    def _codes(self, options: dict[str, Any]) -> None:
        folder: Path = options["folder"]
        folder.mkdir(mode=0o700, parents=True)  # never among other files
        sheet = give_codes(node=options["node"], now=timezone.now())
        for number, text in enumerate(sheet.texts, start=1):
            name = f"{options['node']}-{number:02d}-of-{len(sheet.texts):02d}.png"
            (folder / name).write_bytes(as_png(text))
        until = f", to be read before {sheet.expires_at:%Y-%m-%d}" if sheet.expires_at else ""
        self.stdout.write(
            f"{len(sheet.texts)} codes with {len(sheet.numbers)} envelopes{until}; "
            f"{sheet.carriage.left} wait for another sheet, a file or the line"
        )

    def _scan(self, options: dict[str, Any]) -> None:
        texts: list[str] = []
        for path in options["files"]:
            with path.open("rb") as source:
                found = read_picture(source)
                source.seek(0)
                texts += found or source.read(MOST_TYPED).decode("ascii", "replace").split()
        self._tell(take_codes(texts, now=timezone.now()))

    def _tell(self, brought: Carriage) -> None:
        self.stdout.write(
            f"from {brought.node}: {brought.unknown} new envelopes, {brought.early} of these wait "
            f"for earlier ones; {brought.known} known; receipts for {brought.signed_for} of ours"
        )
        if brought.refused:
            codes = sorted({one["code"] for one in brought.refused})
            raise CommandError("refused: " + ", ".join(codes), returncode=1)
