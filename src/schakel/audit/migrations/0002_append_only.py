"""Let the database itself refuse to change or remove what the log holds."""

from django.db import migrations

MESSAGE = "the log is append-only"
CONTENT = (
    "id",
    "at",
    "event",
    "actor",
    "actor_role",
    "unit",
    "object_kind",
    "object_id",
    "purpose",
    "legal_basis",
    "recipient",
    "codes",
    "decision_id",
    "table_version",
    "facts",
    "salt",
)
TABLES = ("audit_logentry", "audit_treenode", "audit_checkpoint")


def _allowed(same: str, empty: str, content: tuple[str, ...]) -> str:
    """Return when a line may change: it gets its place, or its content is erased."""

    def equal(names: tuple[str, ...]) -> str:
        return " AND ".join(same.format(name=name) for name in names)

    sealing = f"OLD.leaf_index IS NULL AND {equal(content)}"
    erasing = (
        f"OLD.leaf_index IS NOT NULL AND {equal(('id', 'at', 'event', 'leaf_index'))} AND {empty}"
    )
    return f"({sealing}) OR ({erasing})"


def _sqlite(content: tuple[str, ...]) -> list[str]:
    allowed = _allowed("OLD.{name} IS NEW.{name}", "length(NEW.salt) = 0", content)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    made = [f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}" for table in TABLES]
    made += [
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {refuse}"
        for table in TABLES[1:]
    ]
    return [
        *made,
        f"CREATE TRIGGER audit_logentry_unchanged BEFORE UPDATE ON audit_logentry "
        f"WHEN NOT ({allowed}) {refuse}",
    ]


def _postgresql(content: tuple[str, ...]) -> list[str]:
    allowed = _allowed(
        "OLD.{name} IS NOT DISTINCT FROM NEW.{name}", "length(NEW.salt) = 0", content
    )
    function = (
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    made = [function]
    for table in TABLES:
        made.append(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
    for table in TABLES[1:]:
        made.append(
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        )
    made.append(
        "CREATE TRIGGER audit_logentry_unchanged BEFORE UPDATE ON audit_logentry "
        f"FOR EACH ROW WHEN (NOT ({allowed})) EXECUTE FUNCTION audit_refuse()"
    )
    return made


STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}


def protect(apps, schema_editor, content=CONTENT):
    """Put the triggers in place; a line keeps its `content` columns."""
    for statement in STATEMENTS[schema_editor.connection.vendor](content):
        schema_editor.execute(statement, params=None)


def unprotect(apps, schema_editor):
    """Take the triggers away."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for name in ("stays", "unchanged"):
            of = f" ON {table}" if is_postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{of}", params=None)
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION audit_refuse()", params=None)


class Migration(migrations.Migration):
    """Runs after the tables are there."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
