"""A process that writes to a node as fast as it can: `python -m tests.upkeep.writer`.

Each turn puts a file into the vault and then writes two lines of the log that name it, in one
transaction: a copy that is not of one moment shows as a line without its twin or without its file.
"""

import itertools
import os
import sys

import django

PAIRS = ("report:start", "report:attach")


def main() -> None:
    """Write until killed; print a line after each turn."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.site.settings.base"
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from schakel.audit.actions import record, seal
    from schakel.shell import vault

    for turn in itertools.count():
        sha256, _ = vault.put([f"file {turn} ".encode() * 1000])
        with transaction.atomic():
            for event in PAIRS:
                record(at=timezone.now(), event=event, actor="node", object_id=sha256)
        if turn % 10 == 0:
            seal(timezone.now())
        sys.stdout.write(f"{turn}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
