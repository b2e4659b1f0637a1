"""Pages with 10,000 reports on the node: `python -m tools.bench_pages`.

The peer, in the same run, is the smallest page of the product that needs no database rows.
"""

import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

REPORTS = 10_000
ROUNDS = 60
PAGES = {
    "work queue": "/",
    "reports": "/casework/reports",
    "one report": "",
    "peer: my account": "/people/me",
}
NODE = {
    "code": "nl",
    "name_en": "Bench",
    "name_nl": "Bench",
    "country": "NL",
    "time_zone": "Europe/Amsterdam",
    "url": "http://127.0.0.1:9",
}


def measure() -> dict[str, dict[str, Any]]:
    """Return p50 and p95 in milliseconds per page, and the ratio of p50 to the peer's."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        home = Path(folder)
        lines = [f"{key} = {json.dumps(value)}" for key, value in NODE.items()]
        (home / "node.toml").write_text("\n".join([*lines, "practice = true\n"]), "utf-8")
        os.environ["SCHAKEL_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.site.settings.base"
        import django

        django.setup()
        return _measure()


def _measure() -> dict[str, dict[str, Any]]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    user, report = _fill()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    times = {name: _times(client, path or report) for name, path in PAGES.items()}
    connection.close()
    peer = statistics.median(times["peer: my account"])
    return {
        name: {
            "p50_ms": round(statistics.median(found), 1),
            "p95_ms": round(statistics.quantiles(found, n=20)[-1], 1),
            "ratio_to_peer": round(statistics.median(found) / peer, 1),
        }
        for name, found in times.items()
    }


def _fill() -> tuple[Any, str]:
    from schakel.accounts.actions import make_unit, make_user
    from schakel.accounts.core.roles import Role
    from schakel.casework.actions import start_report
    from schakel.casework.models import Report

    now = datetime.now(UTC)
    words = {"name_en": "Post", "name_nl": "Post", "controller": "x", "regime": "wpg"}
    make_unit(code="liaison", kind="liaison", now=now, **words)
    user = make_user(
        username="b", name="B", role=Role.LIAISON_OFFICER, unit_code="liaison", now=now
    )
    first = start_report(by=user, now=now, values={"text": "A boat on Friday"})
    Report.objects.bulk_create(
        [
            Report(
                reference=f"B-{number}",
                unit=user.unit,
                author=user,
                title=f"Report {number}",
                text="A boat " * 50,
                codes_mask=1,
                made_at=now,
                changed_at=now - timedelta(minutes=number),
            )
            for number in range(REPORTS)
        ],
        batch_size=500,
    )
    return user, f"/casework/reports/{first}"


def _times(client: Any, path: str) -> list[float]:
    found = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        answer = client.get(path)
        found.append((time.perf_counter() - begun) * 1_000)
        assert answer.status_code == 200, (path, answer.status_code)
    return found[5:]


if __name__ == "__main__":
    for page, row in measure().items():
        print(f"{page}: " + ", ".join(f"{key} {value}" for key, value in row.items()))
