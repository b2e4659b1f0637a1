"""A lift is never changed: it ends by its expiry; the database refuses an update of its row."""

from django.db import migrations

TABLE = "lifting_holdlift"
SQLITE = (
    f"CREATE TRIGGER lifting_lift_stays BEFORE UPDATE ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'a lift is never changed'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION lifting_lift_stays() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'a lift is never changed' "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    f"CREATE TRIGGER lifting_lift_stays BEFORE UPDATE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION lifting_lift_stays()",
)


def guard(apps, schema_editor):
    """Put the guard on the table."""
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    """Take the guard off again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER lifting_lift_stays", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER lifting_lift_stays ON {TABLE}", params=None)
        schema_editor.execute("DROP FUNCTION lifting_lift_stays()", params=None)


class Migration(migrations.Migration):
    """After the table."""

    dependencies = [("lifting", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
