"""A signed judgement and its withdrawal are never changed: the database refuses an update."""

from django.db import migrations

TABLES = {
    "safeguards_judgement_stays": "safeguards_rightsjudgement",
    "safeguards_withdrawal_stays": "safeguards_judgementwithdrawal",
}


def _sqlite(name, table):
    return (
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'a judgement is never changed'); END",
    )


def _postgresql(name, table):
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a judgement is never changed' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )


def guard(apps, schema_editor):
    """Put the guards on the tables."""
    make = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for name, table in TABLES.items():
        for statement in make(name, table):
            schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    """Take the guards off again."""
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for name, table in TABLES.items():
        schema_editor.execute(
            f"DROP TRIGGER {name}" + ("" if on_sqlite else f" ON {table}"), params=None
        )
        if not on_sqlite:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("safeguards", "0002_judgements_by_two")]
    operations = [migrations.RunPython(guard, unguard)]
