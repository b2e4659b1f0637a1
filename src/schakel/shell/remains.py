"""What a database keeps of rows that are gone, and how to make it let go."""

from django.db import DatabaseError, connection

PATIENCE = "5s"  # that a rewriting of PostgreSQL waits for a table that somebody reads


def wipe_remains() -> bool:
    """Make the database let go of deleted words; return whether all of them went.

    SQLite overwrites what it frees (`secure_delete`), merges its index, and empties the log of
    writes into the file, unless somebody still reads from it. PostgreSQL clears dead rows, whose
    room it uses again. Outside any transaction.
    """
    if connection.in_atomic_block:
        return False  # whoever owns the transaction is a test, or calls again
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO shell_searchindex(shell_searchindex) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not cursor.fetchone()[0]
        cursor.execute("VACUUM")
    return True


def rewrite() -> bool:
    """Write the whole database anew, without what is free in it; return whether it was done.

    Where SQLite moved rows between pages, and in the free room of PostgreSQL's pages, old bytes
    stay until they are needed; a new file has none. Writers wait meanwhile. What PostgreSQL's log
    of writes, and a site's archive of it, keep is the site's to end.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return not cursor.fetchone()[0]
            cursor.execute(f"SET lock_timeout = '{PATIENCE}'")
            try:
                cursor.execute("VACUUM FULL")
            finally:
                cursor.execute("RESET lock_timeout")
    except DatabaseError:  # somebody writes or reads; the next turn comes
        return False
    return True
