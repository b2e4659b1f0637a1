"""Holdings of every shape: each report, thread, leg, request, item, file in each combination."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

from schakel.access.models import Assignment, Circle
from schakel.accounts.actions import make_unit, make_user
from schakel.accounts.core.roles import Role
from schakel.accounts.models import Unit
from schakel.accounts.queries import find_user
from schakel.assistance.models import Request
from schakel.assurances.models import Assurance
from schakel.asylum.models import AsylumCheck
from schakel.casework.models import (
    ContactLeg,
    EntryRelease,
    Participant,
    Person,
    Report,
    ReportOriginal,
    Thread,
    ThreadEntry,
)
from schakel.custody.models import Item
from schakel.emergency.models import EmergencyAccess
from schakel.guests.models import GuestMandate, GuestRelease
from schakel.handling.models import GateDecision
from schakel.intake.models import Original
from schakel.rescue.models import LifeAlert
from schakel.retention.models import Term

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLY, LATE = NOON - timedelta(days=1), NOON + timedelta(days=1)
AT_HOME = list(
    product(("kmar",), ("wpg", "avg"), ("crime", "return", ""), (False, True), (False, True))
)
ACROSS = [("ind", "avg", "crime", False, False), ("ind", "avg", "return", False, True)]
ACROSS += [("ind", "wpg", "crime", False, False)]
WHEN = [(EARLY, ""), (NOON, ""), (LATE, ""), (LATE, "ind"), (EARLY, "parket")]
REGIMES = {"kmar": "wpg", "parket": "wjsg", "ind": "avg"}


class Holdings:
    """Three units on both sides of the wall, each role in each, and something of everything."""

    def __init__(self, node):
        self.node = node
        for unit, regime in REGIMES.items():
            make_unit(
                code=unit,
                kind="liaison",
                name_en=unit,
                name_nl=unit,
                controller="x",
                regime=regime,
                now=NOON,
            )
            for role in Role:
                make_user(username=f"{unit}.{role}", name="X", role=role, unit_code=unit, now=NOON)
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        for unit, regime, purpose, informant, circle in (*AT_HOME, *ACROSS):
            self._rest(self._report(unit, regime, purpose, informant=informant, circle=circle))
        self._rest(None)
        for unit in self.units.values():
            self._apart(unit)

    def user(self, name):
        """Return somebody by unit and role, for example `kmar.analyst`."""
        return find_user(name)

    def _report(self, unit, regime, purpose, *, informant, circle):
        report = Report.objects.create(
            reference=str(uuid4()),
            unit=self.units[unit],
            author=self.user(f"{unit}.liaison-officer"),
            regime=regime,
            purpose=purpose,
            made_at=NOON,
            changed_at=NOON,
        )
        if informant:
            Person.objects.create(report=report, role="informant", code_reference="K", made_at=NOON)
        if circle:
            self._circle(report.id, unit)
        self._assign(report.id, f"{unit}.irc-case-worker")
        ReportOriginal.objects.create(report=report, original=self._original(unit))
        return report

    def _original(self, unit):
        return Original.objects.create(
            unit=self.units[unit],
            taken_by=self.user(f"{unit}.liaison-officer"),
            taken_at=NOON,
            name="letter.txt",
            sha256=uuid4().hex * 2,
            size=1,
        )

    def _circle(self, object_id, unit, *, opened_at=None):
        by = self.user(f"{unit}.liaison-officer")
        Circle.objects.create(
            kind="report",
            object_id=object_id,
            unit=self.units[unit],
            reason="x",
            drawn_by=by,
            drawn_at=NOON,
            opened_at=opened_at,
        )

    def _assign(self, object_id, username, *, ended_at=None):
        user = self.user(username)
        Assignment.objects.create(
            kind="report",
            object_id=object_id,
            user=user,
            reason="x",
            assigned_by=user,
            assigned_at=NOON,
            ended_at=ended_at,
        )

    def _rest(self, report):
        """Make what rests on a report, or on none: a thread with all that can be in it."""
        thread = Thread.objects.create(
            reference=str(uuid4()), title="x", report=report, begun_at=EARLY, changed_at=NOON
        )
        seats = [(report.unit.code if report else "kmar", EARLY, None), ("parket", NOON, None)]
        seats += [("ind", EARLY, NOON)] if report is None or report.unit.code != "ind" else []
        for unit, admitted_at, left_at in seats:
            Participant.objects.create(
                thread=thread,
                node=self.node,
                unit_code=unit,
                admitted_at=admitted_at,
                left_at=left_at,
            )
        if report is None:
            self._circle(thread.id, "parket")
            self._assign(thread.id, "parket.prosecutor")
            self._assign(thread.id, "parket.analyst", ended_at=NOON)
            self._circle(thread.id, "kmar", opened_at=NOON)
        for moment, released in WHEN:
            self._in_thread(thread, moment, released)
        by = self.user("kmar.liaison-officer")
        Assurance.objects.create(
            thread_id=thread.id,
            unit=by.unit,
            kind="specialty",
            party="LY",
            authority="x",
            covers="x",
            due_date=NOON.date(),
            asked_by=by,
            asked_at=NOON,
            changed_at=NOON,
        )

    def _in_thread(self, thread, moment, released):
        by = self.user("kmar.liaison-officer")
        entry = ThreadEntry.objects.create(
            thread=thread, code="thread-begun", direction="own", at=moment, by=by
        )
        leg = ContactLeg.objects.create(
            thread=thread,
            direction="in",
            how="call",
            country="IT",
            counterpart="x",
            said="x",
            at=moment,
            logged_by=by,
            logged_at=moment,
        )
        item = Item.objects.create(
            kind="passed",
            thread_id=thread.id,
            unit=self.units["ind" if released == "parket" else "kmar"],
            reference="x",
            originator="it",
            originator_country="IT",
            purpose="crime",
            received_at=moment,
        )
        request = self._request(thread, moment, released)
        paths = [f"/casework/contacts/{leg.id}", f"/custody/items/{item.id}"]
        paths += [f"/requests/{request.id}"]
        for path in paths if released else ():
            there = ThreadEntry.objects.create(
                thread=thread, code="contact", direction="own", at=moment, path=path, by=by
            )
            EntryRelease.objects.create(entry=there, unit_code=released, by=by, at=LATE)
        if released:
            EntryRelease.objects.create(entry=entry, unit_code=released, by=by, at=LATE)

    def _request(self, thread, moment, released):
        asked = released == "ind"
        return Request.objects.create(
            side="asked" if asked else "asking",
            state="received" if asked else "sent",
            thread_id=thread.id,
            report_id=thread.report_id,
            reference="x",
            instrument="dir-2023-977",
            drafting_unit=None if asked else self.units["kmar"],
            handling_unit=self.units["parket" if moment == LATE else "kmar"],
            partner_country="IT",
            carrier="schakel",
            made_at=moment,
            changed_at=moment,
            sent_at=None if asked or moment == EARLY else moment,
        )

    def _apart(self, unit):
        """Make what knows no thread: a file, a decision, an alert, asylum checks."""
        by = self.user(f"{unit.code}.liaison-officer")
        self._original(unit.code)
        for whose in (unit, None):
            GateDecision.objects.create(
                receiver="IT",
                purpose="crime",
                case={},
                outcome="allow",
                reasons=[],
                conditions=[],
                table_version="x",
                asked_by=by,
                unit=whose,
                decided_at=NOON,
                item_kind="what-if",
            )
        LifeAlert.objects.create(
            seen_at=NOON,
            craft="boat",
            conditions=["cold"],
            country="IT",
            decision_id=uuid4(),
            raised_by=by,
            unit=unit,
            raised_at=NOON,
        )
        EmergencyAccess.objects.create(
            scope=unit,
            ground="danger-to-life",
            reason="x",
            minutes=60,
            asked_by=by,
            asked_at=NOON,
            second=self.user("parket.prosecutor"),
        )
        mandate = GuestMandate.objects.create(
            name="x",
            username=f"{unit.code}.{Role.GUEST_PROSECUTOR}",
            country="IT",
            authority="x",
            reason="x",
            last_date=NOON.date(),
            asked_by=by,
            asked_at=NOON,
            opened_by=self.user(f"{unit.code}.node-administrator"),
            opened_at=NOON,
            guest=self.user(f"{unit.code}.{Role.GUEST_PROSECUTOR}"),
        )
        GuestRelease.objects.create(
            mandate=mandate,
            number=1,
            item_id=uuid4(),
            purpose="crime",
            h3_confirmed=False,
            decision_id=uuid4(),
            released_by=by,
            released_at=NOON,
        )
        for ground in ("", "criminal-file"):
            Term.objects.create(
                kind="report",
                object_id=uuid4(),
                unit_code=unit.code,
                regime="wpg",
                article="x",
                first_date=NOON.date(),
                last_date=NOON.date(),
                held_ground=ground,
                held_at=NOON if ground else None,
            )
        closed = Report.objects.filter(unit=unit).values_list("id", flat=True)
        for anchor in (None, *closed[:4]):
            AsylumCheck.objects.create(
                person_id=uuid4(),
                anchor_id=anchor,
                name="x",
                asked_by=by,
                unit=unit,
                asked_at=NOON,
                due_at=LATE,
            )
