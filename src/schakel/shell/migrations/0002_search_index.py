"""The full-text index: FTS5 on SQLite, an expression index on PostgreSQL."""

import sqlite3

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE shell_searchindex USING fts5(
        title, body, numbers, content='shell_searchtext', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER shell_search_insert AFTER INSERT ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(rowid, title, body, numbers)
        VALUES (new.id, new.title, new.body, new.numbers);
    END""",
    """CREATE TRIGGER shell_search_delete AFTER DELETE ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(shell_searchindex, rowid, title, body, numbers)
        VALUES ('delete', old.id, old.title, old.body, old.numbers);
    END""",
    """CREATE TRIGGER shell_search_update AFTER UPDATE ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(shell_searchindex, rowid, title, body, numbers)
        VALUES ('delete', old.id, old.title, old.body, old.numbers);
        INSERT INTO shell_searchindex(rowid, title, body, numbers)
        VALUES (new.id, new.title, new.body, new.numbers);
    END""",
]
# What is erased leaves no trace in the index; the option exists from SQLite 3.42.
SECURE_DELETE = "INSERT INTO shell_searchindex(shell_searchindex, rank) VALUES ('secure-delete', 1)"
# Without the signs between words PostgreSQL sees words alone: no hosts, e-mail addresses or
# negative numbers as one word. Needs no extension.
POSTGRESQL = [
    r"""CREATE FUNCTION shell_words(title text, body text, numbers text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT to_tsvector('simple', regexp_replace(regexp_replace(
            normalize(lower(title || ' ' || body || ' ' || numbers), NFKD),
            '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
    $$""",
    """CREATE INDEX shell_search_words ON shell_searchtext
        USING gin (shell_words(title, body, numbers))""",
]


def make_index(apps, schema_editor):
    """Create what the database at hand needs."""
    if schema_editor.connection.vendor == "postgresql":
        statements = POSTGRESQL
    elif sqlite3.sqlite_version_info >= (3, 42):
        statements = [*SQLITE, SECURE_DELETE]
    else:
        statements = SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("shell", "0001_initial")]
    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
