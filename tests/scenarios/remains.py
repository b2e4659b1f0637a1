"""Everything that a node keeps, read without the product: tables, raw bytes, files.

A mark is an invented word in lower case that stands nowhere but in what was planted. It is looked
for without its first letters, for an index of words keeps what neighbours share only once.
"""

import base64
import binascii
import re
import sqlite3
from contextlib import closing

from django.db import connection

SHARED = 2  # letters that an index may have stored with a neighbour
TOKENS = re.compile(rb"[A-Za-z0-9_-]{24,}")
SHADOWS = re.compile(r"shell_searchindex")  # read as raw bytes, merged first


def marks_in(content, marks):
    """Return which of the marks stand in these bytes, plain or inside signed tokens."""
    found = {mark for mark in marks if mark[SHARED:].encode() in content.lower()}
    for token in TOKENS.findall(content):
        for start in range(4):  # a token that something stands right before
            found |= _marks_decoded(token[start:], marks)
    return found


def _marks_decoded(token, marks):
    try:
        plain = base64.urlsafe_b64decode(token + b"=" * (-len(token) % 4)).lower()
    except (binascii.Error, ValueError):
        return set()
    return {mark for mark in marks if mark[SHARED:].encode() in plain}


def marks_in_tables(marks):
    """Return (table, column, mark) of every value of every table in which a mark stands."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            columns = [one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    content = value if isinstance(value, bytes) else str(value).encode()
                    found |= {(table, column, mark) for mark in marks_in(bytes(content), marks)}
    return found


def marks_in_pages(marks):
    """Return the marks in the raw pages of SQLite, free ones too; of no other database any."""
    if connection.vendor != "sqlite":
        return set()
    connection.ensure_connection()
    return marks_in(connection.connection.serialize(), marks)


def marks_in_files(home, marks):
    """Return (file, mark) of every file below a folder in which a mark stands."""
    return {
        (path.relative_to(home).as_posix(), mark)
        for path in sorted(home.rglob("*"))
        if path.is_file()
        for mark in marks_in(path.read_bytes() + path.name.encode(), marks)
    }


def marks_in_database_file(path, marks):
    """Return (table, column, mark) of every value of a SQLite file in which a mark stands."""
    found = set()
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            rows = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [one[0] for one in rows.description]
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    content = value if isinstance(value, bytes) else str(value).encode()
                    found |= {(table, column, mark) for mark in marks_in(content, marks)}
    return found
