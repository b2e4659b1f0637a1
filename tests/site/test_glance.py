"""The work queue at a glance: how much waits, for whom, and until when on both clocks."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from schakel.accounts.queries import find_user
from schakel.shell.work import Lane, WorkItem, work_sources
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(settings, tmp_path, monkeypatch):
    """Return the work queue of Jip on a day with one late and one early request."""
    Office(settings, tmp_path)
    now = timezone.now()

    def items(user, at):
        common = {"kind": "request", "title": "Request", "url": "/x", "state": "received"}
        for lane, hours in ((Lane.MINE, -2), (Lane.WAITING, 49)):
            yield WorkItem(
                lane=lane,
                changed_at=now,
                due_at=now + timedelta(hours=hours, minutes=1),
                due_zone="Asia/Riyadh",
                waits_for="Italy",
                reference=f"NL-Q-{lane}",
                **common,
            )

    monkeypatch.setattr(work_sources, "_entries", {"only": items})
    client = Client()
    client.force_login(find_user("jip.voorbeeld"))
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    return html.fromstring(client.get("/").content)


def test_the_queue_counts_and_says_what_is_late_and_for_whom_it_waits(page):
    """Nobody should have to open a request to know that it is late."""
    counts = [one.text_content().split()[0] for one in page.xpath("//ul[@class='sk-glance']/li")]
    assert counts[:3] == ["1", "0", "1"]
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//tbody/tr")]
    assert "overdue" in rows[0]
    assert "UTC+03" in rows[0]
    assert "Italy in 2 days" in rows[1]
    assert page.xpath("//*[contains(@class, 'utrecht-alert--warning')]//a[@href='/x']")
    first = " ".join(page.xpath("//ul[@class='sk-glance']/li")[3].text_content().split())
    assert first == "Due first: NL-Q-mine overdue"
