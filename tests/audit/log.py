"""A log to test with, and how somebody with the database in hands would change it."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

from django.db import connection

from schakel.audit.actions import record, seal

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def write(count, *, start=0, sealed=True):
    """Write some lines, and seal them."""
    for number in range(start, start + count):
        record(
            at=NOON + timedelta(seconds=number),
            event="report:open",
            actor=f"person-{number}",
            object_id=str(number),
            codes=["H2", "H1"],
            facts={"n": number},
        )
    if sealed:
        seal(NOON + timedelta(seconds=start + count))


class Editor:
    """Runs the statements of a migration within the transaction of a test."""

    connection = connection

    def execute(self, statement, params=None):
        """Run one statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement, params)


def break_protection():
    """Take the triggers away, as the owner of the database can."""
    import_module("schakel.audit.migrations.0002_append_only").unprotect(None, Editor())
