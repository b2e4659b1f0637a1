"""The full-text index: FTS5 on SQLite, an expression index on PostgreSQL."""

from django.db import migrations

SQLITE = [
    """CREATE VIRTUAL TABLE shell_searchindex USING fts5(
        title, body, content='shell_searchtext', content_rowid='id',
        tokenize="unicode61 remove_diacritics 2")""",
    """CREATE TRIGGER shell_search_insert AFTER INSERT ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(rowid, title, body) VALUES (new.id, new.title, new.body);
    END""",
    """CREATE TRIGGER shell_search_delete AFTER DELETE ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(shell_searchindex, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
    END""",
    """CREATE TRIGGER shell_search_update AFTER UPDATE ON shell_searchtext BEGIN
        INSERT INTO shell_searchindex(shell_searchindex, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
        INSERT INTO shell_searchindex(rowid, title, body) VALUES (new.id, new.title, new.body);
    END""",
    "INSERT INTO shell_searchindex(shell_searchindex, rank) VALUES ('secure-delete', 1)",
]
# `translate` needs no extension; it folds the letters that Europe's names use.
POSTGRESQL = [
    r"""CREATE FUNCTION shell_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(normalize(lower($1), NFKD), '[\u0300-\u036f]', '', 'g')
    $$""",
    """CREATE INDEX shell_search_words ON shell_searchtext
        USING gin (to_tsvector('simple', shell_fold(title || ' ' || body)))""",
]


def make_index(apps, schema_editor):
    """Create what the database at hand needs."""
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        try:
            schema_editor.execute(statement)
        except Exception:
            if "secure-delete" not in statement:  # SQLite before 3.42 has no such option
                raise


class Migration(migrations.Migration):
    dependencies = [("shell", "0001_initial")]
    operations = [migrations.RunPython(make_index, migrations.RunPython.noop)]
