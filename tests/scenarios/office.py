"""A Dutch office inside the test: its people at browsers, and an Italian partner on the line."""

from datetime import UTC, date, datetime, timedelta

import httpx
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from schakel.accounts.actions import make_one_time_link, make_unit, make_user
from schakel.exchange.actions import take_envelopes
from schakel.exchange.models import Outgoing
from schakel.network.actions import load_directory
from schakel.network.models import Authority
from schakel.safeguards.actions import load_facts, load_own_facts
from schakel.site.demo.cast import NETHERLANDS
from schakel.site.demo.seed import ZANDRIA_FACTS
from schakel.site.demo.visitor import Visitor
from schakel.wire.actions import keys
from tests.exchange.partner import THREAD, Partner

NOW = datetime.now(UTC)
FILLED = {
    "asked": "Who uses the telephone number?",
    "purpose": "Investigation into smuggling.",
    "available_because": "The node answered with a hit.",
    "connection": "The supplier of the boat gave the number.",
    "carrier": "schakel",
    "carrier_reason": "No line to the prescribed carrier.",
    "not_origin": "on",
    "no_asylum": "on",
}


def _application(environ, start_response):
    """Answer on the test's own connection, which a request must not close.

    Whatever test comes next has the signals again: a server on a thread of its own leaves its
    connection open without them, and the warning about it fails a test that did nothing.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        answer = get_wsgi_application()(environ, start_response)
        content = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        return [content]
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Office:
    """People by user name, and the partner `it`."""

    def __init__(self, settings, tmp_path):
        settings.SCHAKEL_HOME = tmp_path
        settings.ALLOWED_HOSTS = ["*"]
        keys.make_keys(tmp_path)
        self.partner = Partner().link()
        for unit in NETHERLANDS.units:
            make_unit(
                code=unit.code,
                kind=unit.kind,
                name_en=unit.name_en,
                name_nl=unit.name_nl,
                controller=unit.controller,
                regime=unit.regime,
                now=NOW,
            )
        for person in NETHERLANDS.people:
            make_user(
                username=person.username,
                name=person.name,
                role=person.role,
                unit_code=person.unit,
                email=f"{person.username}@nl.example",
                now=NOW,
            )
        load_own_facts(now=NOW)
        load_facts([_fact(*fact) for fact in ZANDRIA_FACTS], now=NOW)
        load_directory([_authority("IT", node="it"), _authority("XZ", node=None)], now=NOW)
        self._visitors = {}

    def person(self, username):
        """Return somebody at a browser, signed in once."""
        if username not in self._visitors:
            self._visitors[username] = Visitor(
                url="http://127.0.0.1:8001",
                link=make_one_time_link(username=username, now=NOW),
                transport=httpx.WSGITransport(app=_application),
            )
        return self._visitors[username]

    @property
    def jip(self):
        """The liaison officer."""
        return self.person("jip.voorbeeld")

    @property
    def sanne(self):
        """The single point of contact."""
        return self.person("sanne.oefening")

    def post(self, person, address, values):
        """Send a form that no page offers to `person`; return the status of the answer."""
        person.read("/casework/threads")
        person.repeat(address, values)
        return person.status

    def report(self, text="He left the number +31 6 12345678."):
        """Return the address of a graded report with one person and one typed identifier."""
        self.jip.read("/casework/reports/new")
        values = {"text": text, "source_grade": "B", "information_grade": "2"}
        self.jip.send("/casework/reports/new", values)
        path = self.jip.address
        self.jip.send("/save", {"necessity": "supplier of boats", "codes": ["H1"]})
        self.jip.send("/persons", {"name": "Rico Fantasia", "role": "suspect"})
        return path

    def draft(self, report, *, country="IT", **change):
        """Return the address of a request drafted from a report."""
        authority = Authority.objects.get(country=country)
        self.jip.read(f"/requests/new?report={report.rpartition('/')[2]}")
        self.jip.send("/requests/new", {**FILLED, "authority": str(authority.id), **change})
        return self.jip.address

    def sent(self, report):
        """Return the address of a request that was submitted and sent to the partner."""
        path = self.draft(report)
        self.jip.send("/submit")
        self.sanne.read(path)
        self.sanne.send("/send")
        return path

    def says(self, kind, body, *, codes=(), thread=None, at=None, participants=()):
        """Let the partner send a message; return what this node answered."""
        now = at or datetime.now(UTC)
        sealed = self.partner.send(
            kind=kind,
            body=body,
            codes=tuple(codes),
            participants=tuple(participants),
            thread=thread or THREAD,
            created=now - timedelta(seconds=1),
            expires=now + timedelta(days=1),
        )
        return take_envelopes([sealed], now=now)

    def heard(self):
        """Return what this node sealed to the partner, opened, in order."""
        rows = Outgoing.objects.exclude(kind="exchange.receipt").order_by("seq")
        return [self.partner.open(row.sealed) for row in rows]

    def opened(self):
        """Return the ids of the messages that the partner knows to be opened, in order."""
        rows = Outgoing.objects.filter(kind="exchange.receipt").order_by("seq")
        said = [self.partner.open(row.sealed).body for row in rows]
        return [body["envelope"] for body in said if body["stage"] == "opened"]


def _fact(indicator, value):
    return {
        "party": "XZ",
        "indicator": indicator,
        "value": value,
        "year": "2026",
        "status": "assumption",
        "source": "test",
        "licence": "EUPL-1.2",
        "note": "",
    }


def _authority(country, *, node):
    return {
        "country": country,
        "kind": "spoc",
        "name_en": f"Desk of {country}",
        "name_nl": f"Desk van {country}",
        "node_id": node,
        "unit_code": "spoc",
        "time_zone": "Europe/Rome",
        "channels": ["schakel"],
        "source": "test",
        "as_of_date": date(2026, 11, 24),
        "status": "assumption",
    }
