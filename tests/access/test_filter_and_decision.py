"""One policy, two readings: the filter of rows and the decision on one object never differ."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schakel.access.core.policy import Ground, Kind, grounds_of
from schakel.access.queries import facts_of, reader_of, visible, why
from schakel.accounts.models import User
from schakel.assistance.models import Request
from schakel.assistance.queries import REQUEST
from schakel.assurances.models import Assurance
from schakel.assurances.queries import ASSURANCE
from schakel.asylum.models import AsylumCheck
from schakel.asylum.queries import CHECK
from schakel.casework.models import ContactLeg, Report, ReportOriginal, Thread, ThreadEntry
from schakel.casework.shapes import CONTACT, ENTRY, REPORT, THREAD
from schakel.custody.models import Item
from schakel.custody.queries import ITEM
from schakel.emergency.models import EmergencyAccess
from schakel.emergency.queries import EMERGENCY
from schakel.guests.models import GuestMandate, GuestRelease
from schakel.guests.queries import MANDATE, RELEASE
from schakel.handling.models import GateDecision
from schakel.handling.queries import DECISION
from schakel.intake.models import Original
from schakel.intake.queries import ORIGINAL, visible_originals
from schakel.rescue.models import LifeAlert
from schakel.rescue.queries import ALERT
from schakel.retention.models import Term
from schakel.retention.queries import TERM
from tests.access.holdings import NOON, Holdings

pytestmark = pytest.mark.django_db
HELD = {
    "report": (Report, REPORT),
    "thread": (Thread, THREAD),
    "contact": (ContactLeg, CONTACT),
    "entry": (ThreadEntry, ENTRY),
    "request": (Request, REQUEST),
    "item": (Item, ITEM),
    "decision": (GateDecision, DECISION),
    "asylum-check": (AsylumCheck, CHECK),
    "alert": (LifeAlert, ALERT),
    "assurance": (Assurance, ASSURANCE),
    "emergency": (EmergencyAccess, EMERGENCY),
    "term": (Term, TERM),
    "mandate": (GuestMandate, MANDATE),
    "guest-release": (GuestRelease, RELEASE),
    "original": (Original, ORIGINAL),
}


@pytest.fixture
def held(settings):
    """Return holdings of every shape."""
    return Holdings(settings.SCHAKEL_NODE.code)


def readers():
    """Return everybody, and three who have no business here."""
    people = list(User.objects.select_related("unit"))
    gone = User(username="gone", role="prosecutor", unit=people[0].unit, is_active=False)
    nobody = User(username="nobody", role="no-such-role", unit=people[0].unit)
    alone = User(username="alone", role="prosecutor", unit=None)
    return [*people, gone, nobody, alone]


def test_every_kind_is_compared():
    """A kind that is not in the comparison could be filtered by something else."""
    assert {shape.kind for _, shape in HELD.values()} == set(Kind)


@pytest.mark.parametrize("what", sorted(HELD))
def test_the_filter_keeps_what_the_decision_allows_for_everybody(held, what):
    """Every object, every reader: a list shows neither more nor less than opening would."""
    model, shape = HELD[what]
    rows = list(model.objects.all())
    facts = {row.pk: facts_of(row, shape) for row in rows}
    different, seen = [], 0
    for user in readers():
        kept = set(visible(model.objects.all(), shape, for_user=user).values_list("pk", flat=True))
        reader = reader_of(user)
        allowed = {pk for pk, known in facts.items() if grounds_of(shape.kind, reader, known)}
        seen += len(kept)
        different += [f"{user.username} {pk}" for pk in kept ^ allowed]
    assert not different, different[:5]
    assert 0 < seen < len(rows) * len(readers())


def test_a_list_shows_nothing_twice(held):
    """A join that doubles rows shows in counts, and counts tell."""
    for model, shape in HELD.values():
        for user in readers():
            found = visible(model.objects.all(), shape, for_user=user)
            assert found.count() == found.distinct().count()


def report(**wanted):
    """Return the one report of these properties."""
    circle, informant = wanted.pop("circle", False), wanted.pop("informant", False)
    found = [
        one
        for one in Report.objects.filter(**wanted)
        if bool(facts_of(one, REPORT)["confined"]) == circle and one.persons.exists() == informant
    ]
    assert len(found) == 1
    return found[0]


PLAIN = {"unit__code": "kmar", "regime": "wpg", "purpose": "crime"}


@pytest.mark.parametrize(("wanted", "who", "grounds"), [
    ({}, "kmar.liaison-officer", (Ground.AUTHOR, Ground.UNIT)),
    ({}, "kmar.analyst", (Ground.UNIT,)),
    ({}, "kmar.irc-case-worker", (Ground.ASSIGNED, Ground.UNIT)),
    ({}, "parket.prosecutor", ()),
    ({}, "kmar.node-administrator", ()),
    ({}, "kmar.privacy-officer", ()),
    ({"circle": True}, "kmar.analyst", ()),
    ({"circle": True}, "kmar.prosecutor", ()),
    ({"circle": True}, "kmar.irc-case-worker", (Ground.ASSIGNED,)),
    ({"circle": True}, "kmar.liaison-officer", (Ground.AUTHOR,)),
    ({"informant": True}, "kmar.spoc-desk", ()),
    ({"informant": True}, "kmar.irc-case-worker", (Ground.ASSIGNED,)),
    ({"regime": "avg"}, "kmar.spoc-desk", ()),
    ({"regime": "avg"}, "kmar.liaison-officer", (Ground.AUTHOR,)),
    ({"purpose": "return"}, "kmar.analyst", ()),
    ({"purpose": "return"}, "kmar.spoc-desk", (Ground.UNIT,)),
    ({"purpose": ""}, "kmar.analyst", ()),
    ({"purpose": ""}, "kmar.spoc-desk", (Ground.UNIT,)),
    ({"unit__code": "ind", "regime": "avg"}, "ind.ind-liaison", (Ground.UNIT,)),
    ({"unit__code": "ind", "regime": "wpg"}, "ind.ind-liaison", ()),
])  # fmt: skip
def test_who_sees_a_report_follows_from_unit_role_label_law_purpose_and_name(
    held, wanted, who, grounds
):
    """Each line is one of the things that the law makes need to know of."""
    assert why(report(**{**PLAIN, **wanted}), REPORT, for_user=held.user(who)) == grounds


def test_a_unit_across_the_wall_sees_of_a_thread_only_what_was_released_to_it(held):
    """Sitting at the table of a criminal case opens nothing of it to the aliens service."""
    thread = Thread.objects.get(report=report(**PLAIN))
    ind, om = held.user("ind.ind-liaison"), held.user("parket.prosecutor")
    entries = thread.entries.exclude(path__gt="")
    seen = set(visible(entries, ENTRY, for_user=ind))
    assert seen == set(entries.filter(releases__unit_code="ind"))
    assert seen
    since = entries.filter(at__gte=NOON) | entries.filter(releases__unit_code="parket")
    assert set(visible(entries, ENTRY, for_user=om)) == set(since)


def test_a_file_is_seen_with_what_it_rests_on_and_by_its_unit_while_it_rests_nowhere(held):
    """A closed report whose letter can be downloaded by everybody is not closed."""
    links = {link.original_id: link.report for link in ReportOriginal.objects.all()}
    for user in readers():
        seen = visible_originals(set(Original.objects.values_list("id", flat=True)), for_user=user)
        for one in Original.objects.select_related("unit"):
            if one.id in links:
                expected = bool(why(links[one.id], REPORT, for_user=user))
            else:
                expected = bool(why(one, ORIGINAL, for_user=user))
            assert (one.id in seen) == expected


def test_what_rests_on_a_closed_report_is_closed_with_it(held):
    """A circle around the report alone would leave its thread, requests and calls open."""
    closed = Thread.objects.get(report=report(**PLAIN, circle=True))
    colleague, named = held.user("kmar.spoc-desk"), held.user("kmar.irc-case-worker")
    rests = [(closed.contact_legs.all(), CONTACT), (closed.entries.all(), ENTRY)]
    rests += [(Request.objects.filter(thread_id=closed.id), REQUEST)]
    rests += [(Item.objects.filter(thread_id=closed.id), ITEM)]
    rests += [(Thread.objects.filter(id=closed.id), THREAD)]
    for rows, shape in rests:
        assert not visible(rows, shape, for_user=colleague).exists()
        assert visible(rows, shape, for_user=named).exists()


def test_a_point_is_one_question_to_the_database(held):
    """Whether it is there or not: two questions for one and one for the other would tell."""
    user = held.user("kmar.liaison-officer")
    with CaptureQueriesContext(connection) as queries:
        visible(Report.objects.all(), REPORT, for_user=user).first()
    assert len(queries) == 1
