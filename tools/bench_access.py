"""Need to know at speed: `python -m tools.bench_access [reports]`, on the database of the settings.

A million reports of twenty units, or so many with 50,000 for each unit. The peer, in the same run,
is the same list of the unit without any policy; for a decision of the gate the reading of one row.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.bench_pages import NODE

OF_A_UNIT, ROUNDS = 50_000, 60
REPORTS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else 1_000_000
UNITS = max(2, REPORTS // OF_A_UNIT)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POSTGRES_SERIES = f"SELECT generate_series(1, {REPORTS}) AS n"
SQLITE_SERIES = (
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s "  # noqa: S608  # a number
    f"WHERE n < {REPORTS}) SELECT n FROM s"
)
# One of these per report, by its number.
FACTS = {
    "regime": "CASE WHEN n % 10 = 3 THEN 'avg' ELSE 'wpg' END",
    "purpose": "CASE WHEN n % 5 = 2 THEN 'return' WHEN n % 50 = 4 THEN '' ELSE 'crime' END",
}


def measure() -> dict[str, dict[str, Any]]:
    """Return p50 and p95 in milliseconds of each question, and the ratio of p50 to its peer's."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        lines = [f"{key} = {json.dumps(value)}" for key, value in NODE.items()]
        (Path(folder) / "node.toml").write_text("\n".join([*lines, "practice = true\n"]), "utf-8")
        os.environ["SCHAKEL_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.site.settings.base"
        import django

        django.setup()
        return _measure()


def _measure() -> dict[str, dict[str, Any]]:
    from django.core.management import call_command
    from django.db import connection

    from schakel.casework.models import Report
    from schakel.casework.queries import list_reports

    call_command("migrate", verbosity=0)
    people = _fill()
    unit = people["analyst"].unit
    plain = Report.objects.select_related("author").order_by("-changed_at")
    one = Report.objects.values_list("id", flat=True)[0]
    questions: dict[str, Callable[[], object]] = {
        "peer: the newest 50 of the unit, without a policy": lambda: list(
            plain.filter(unit=unit)[:50]
        ),
        "the newest 50, an analyst": lambda: list(list_reports(people["analyst"])[:50]),
        "the newest 50, who sees 1 in 500": lambda: list(list_reports(people["stranger"])[:50]),
        "peer: one row by its id": lambda: Report.objects.get(id=one),
        "one report, a decision with its filter": lambda: (
            list_reports(people["analyst"]).filter(id=one).first()
        ),
        "a decision of the gate with all reasons": _decide(),
    }
    times = {name: _times(question) for name, question in questions.items()}
    vendor = connection.vendor
    connection.close()
    found, peer = {}, 1.0
    for name, taken in times.items():
        middle = statistics.median(taken)
        peer = middle if name.startswith("peer") else peer
        found[f"{vendor}, {name}"] = {
            "p50_ms": round(middle, 3),
            "p95_ms": round(statistics.quantiles(taken, n=20)[-1], 3),
            "ratio_to_peer": round(middle / peer, 2),
        }
    return found


def _decide() -> Callable[[], object]:
    from schakel.handling.core.case import GateCase, Purpose
    from schakel.handling.core.table import ask

    case = GateCase(sender="NL", receiver="EG", purpose=Purpose.CRIME)
    return lambda: ask(case)


def _fill() -> dict[str, Any]:
    from schakel.accounts.actions import make_unit, make_user
    from schakel.accounts.core.roles import Role

    words = {"name_en": "x", "name_nl": "x", "controller": "x"}
    people = {}
    for number in range(UNITS):
        code = f"unit-{number}"
        make_unit(code=code, kind="liaison", now=NOW, regime="wpg", **words)
        for role in (Role.LIAISON_OFFICER, Role.ANALYST):
            name = f"{code}.{role}"
            people[name] = make_user(username=name, name="x", role=role, unit_code=code, now=NOW)
    # Of the last unit everything is under aliens law, so a colleague sees what names him alone.
    _insert_reports([people[f"unit-{n}.liaison-officer"] for n in range(UNITS)])
    _draw_circles(people["unit-0.liaison-officer"])
    _assign(people[f"unit-{UNITS - 1}.analyst"])
    return {"analyst": people["unit-0.analyst"], "stranger": people[f"unit-{UNITS - 1}.analyst"]}


def _insert_reports(authors: list[Any]) -> None:
    from django.db import connection

    from schakel.casework.models import Report

    postgres = connection.vendor == "postgresql"
    series = POSTGRES_SERIES if postgres else SQLITE_SERIES
    moment = "now() - n * interval '1 second'" if postgres else "datetime('now', -n || ' seconds')"
    special = {
        "id": "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))",
        "reference": "'B-' || n",
        "title": "'Report ' || n",
        "text": "'A boat that left on a Friday, with people in it, seen from the road.'",
        "unit_id": "unit_id",
        "author_id": "author_id",
        "made_at": moment,
        "changed_at": moment,
        "state": "'draft'",
        "codes_mask": "1",
        "europol_purposes": "'[]'",
        **FACTS,
        "regime": f"CASE WHEN n % {UNITS} = {UNITS - 1} THEN 'avg' ELSE {FACTS['regime']} END",
    }
    fields = Report._meta.concrete_fields
    columns = [field.column for field in fields]
    empty = {field.column: "NULL" for field in fields if field.null}
    values = ", ".join({**empty, **special}.get(column, "''") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_author (k integer, unit_id text, author_id text)"
        )
        cursor.executemany(
            "INSERT INTO bench_author VALUES (%s, %s, %s)",
            [
                (k, str(one.unit_id), str(one.id)) if postgres else (k, one.unit_id.hex, one.id.hex)
                for k, one in enumerate(authors)
            ],
        )
        if postgres:
            values = (
                values.replace("unit_id", "unit_id::uuid")
                .replace("author_id", "author_id::uuid")
                .replace("'[]'", "'[]'::jsonb")
            )
        cursor.execute(
            f"INSERT INTO casework_report ({', '.join(columns)}) "  # noqa: S608  # own words
            f"SELECT {values} FROM ({series}) AS numbers JOIN bench_author ON k = n % {UNITS}"
        )
        cursor.execute("ANALYZE")


def _draw_circles(by: Any) -> None:
    from schakel.access.models import Circle
    from schakel.casework.models import Report

    ids = Report.objects.order_by("-changed_at").values_list("id", "unit_id")[:200_000:20]
    Circle.objects.bulk_create(
        [
            Circle(
                kind="report", object_id=one, unit_id=unit, reason="x", drawn_by=by, drawn_at=NOW
            )
            for one, unit in ids
        ],
        batch_size=1_000,
    )


def _assign(user: Any) -> None:
    from schakel.access.models import Assignment
    from schakel.casework.models import Report

    ids = Report.objects.filter(unit=user.unit).order_by("-changed_at").values_list("id", flat=True)
    Assignment.objects.bulk_create(
        [
            Assignment(
                kind="report",
                object_id=one,
                user=user,
                reason="x",
                assigned_by=user,
                assigned_at=NOW,
            )
            for one in ids[::500]
        ],
        batch_size=1_000,
    )


def _times(question: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        question()
        found.append((time.perf_counter() - begun) * 1_000)
    return found[5:]


if __name__ == "__main__":
    for name, row in measure().items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))
