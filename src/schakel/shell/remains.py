"""What a database keeps of rows that are gone, and how to make it let go."""

from django.db import connection


def wipe_remains() -> None:
    """Make the database let go of deleted words; outside any transaction.

    SQLite overwrites what it frees (`secure_delete`), merges its index, and empties the log of
    writes into the file. PostgreSQL clears dead rows from the tables of words; its archive of
    writes, when a site keeps one, is the site's to end.
    """
    if connection.in_atomic_block:
        return  # whoever owns the transaction is a test, or calls again
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO shell_searchindex(shell_searchindex) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
        else:
            cursor.execute("VACUUM")
