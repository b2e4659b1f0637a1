"""Stops: who makes and lifts them, what they cover, and that the gate holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.audit.models import LogEntry
from schakel.handling.actions import GateClosedError, ask_what_if, clear
from schakel.handling.core.case import Stop
from schakel.handling.models import GateDecision
from schakel.handling.queries import comes_out_again
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.lifting.queries import rules_to_lift
from schakel.stopping.actions import lift_stop, make_stop, open_stop
from schakel.stopping.core.scopes import Place, Standing, covers, list_covering, place_finders
from schakel.stopping.models import ExchangeStop
from schakel.stopping.queries import list_standing, list_stops, place_of
from tests.handling.cases import within
from tests.intake.people import NOON, a_person
from tests.stopping.people import two_officers

LATER = NOON + timedelta(hours=1)
ITALY = Standing(scope=Stop.COUNTRY, target="IT", country="IT")
NODE = Standing(scope=Stop.LINK, target="it", country="IT")
DESK = Standing(scope=Stop.AUTHORITY, target="desk", country="IT")
CASE = Standing(scope=Stop.CASE, target="case")


def stopped(standing=ITALY, *, by=None, reason="a coup", now=NOON):
    """Make a stop."""
    return make_stop(
        standing=standing, label="Italy", reason=reason, by=by or two_officers()[0], now=now
    )


def asked(*, by=None, item_id=None, **changes):
    """Ask the gate for real; return the rules that stop, in order."""
    try:
        clear(
            case=within(**changes),
            item_kind="thread",
            item_id=item_id or uuid4(),
            content={},
            by=by,
            now=NOON,
        )
    except GateClosedError as error:
        return [reason.rule for reason in error.decision.reasons if reason.stops]
    return []


PLACES = [
    (ITALY, {}, False),
    (ITALY, {"countries": {"IT"}}, True),
    (ITALY, {"countries": {"FR"}, "nodes": {"it"}}, False),
    (NODE, {"countries": {"IT"}}, True),  # nobody knows to which node
    (NODE, {"countries": {"IT"}, "nodes": {"it"}}, True),
    (NODE, {"countries": {"IT"}, "nodes": {"it-coast"}}, False),
    (NODE, {"countries": {"FR"}, "nodes": {"it"}}, False),
    (DESK, {"countries": {"IT"}}, True),
    (DESK, {"countries": {"IT"}, "authorities": {"desk"}}, True),
    (DESK, {"countries": {"IT"}, "authorities": {"other"}}, False),
    (CASE, {"countries": {"IT"}}, False),
    (CASE, {"cases": {"case", "other"}}, True),
]


@pytest.mark.parametrize(("standing", "known", "is_covered"), PLACES)
def test_what_a_stop_covers(standing, known, is_covered):
    """No more than it says; and what nobody knows counts as covered."""
    place = Place(**{name: frozenset(values) for name, values in known.items()})
    assert covers(standing, place) is is_covered
    assert list_covering([standing], place) == ({standing.scope} if is_covered else frozenset())


NAMES = st.frozensets(st.sampled_from(["IT", "FR", "it", "desk", "case"]), max_size=3)


@given(st.sampled_from([ITALY, NODE, DESK, CASE]), NAMES, NAMES, NAMES, NAMES)
def test_knowing_less_of_where_it_goes_never_frees_it(standing, countries, nodes, desks, cases):
    """Unknown is never better than known-bad."""
    whole = Place(countries=countries, nodes=nodes, authorities=desks, cases=cases)
    blind = Place(countries=countries, cases=cases)
    assert covers(standing, blind) or not covers(standing, whole)


@pytest.mark.django_db
def test_the_gate_holds_from_the_moment_on_and_nobody_lifts_it_there():
    """Row 34, kept with the decision, which comes out again after the stop has gone."""
    noor, roos = two_officers()
    assert asked() == []
    made = stopped(by=noor)
    assert asked() == ["34"]
    held = GateDecision.objects.get(outcome="hold")
    assert held.case["stopped"] == ["country"]
    for role in Role:
        lifter = a_person(role.value, role=role)
        assert rules_to_lift(held, for_user=lifter) == ()
    lift_stop(stop_id=made.id, reason="settled", by=roos, now=LATER)
    assert asked() == []
    assert comes_out_again(held)


@pytest.mark.django_db
def test_everybody_who_reads_counts_also_those_to_whom_it_goes_on():
    """A stop on a country reaches what is sent to another and read there."""
    stopped(Standing(scope=Stop.COUNTRY, target="TN", country="TN"))
    assert asked() == []
    assert "34" in asked(onward=frozenset({"TN"}))


@pytest.mark.django_db
def test_a_what_if_hears_of_the_stop_too():
    """Whoever asks before a call learns it before the call."""
    stopped()
    decision, _ = ask_what_if(case=within(), by=a_person("jip"), now=NOON)
    assert "34" in {reason.rule for reason in decision.reasons}


@pytest.mark.django_db
def test_rooms_above_say_where_an_object_goes(monkeypatch):
    """The gate is asked with an id; who keeps the object knows its case."""
    thread = uuid4()
    entries = {"test": lambda kind, one: Place(cases=frozenset({str(one)}))}
    monkeypatch.setattr(place_finders, "_entries", entries)
    stopped(Standing(scope=Stop.CASE, target=str(thread)))
    assert asked(item_id=thread) == ["34"]
    assert asked() == []
    monkeypatch.setattr(place_finders, "_entries", {"test": lambda kind, one: None})
    assert place_of("thread", thread) == Place()


@pytest.mark.django_db
def test_only_the_privacy_officer_and_the_human_rights_desk_stop():
    """Least privilege: nobody who sends, nor the administrator."""
    may = {role for role in Role if has_capability(role, Capability.STOP_EXCHANGE)}
    assert may == {Role.PRIVACY_OFFICER, Role.HUMAN_RIGHTS_DESK}
    made = stopped()
    for role in set(Role) - may:
        other = a_person(role.value, role=role)
        for deed in (
            lambda by=other: stopped(CASE, by=by),
            lambda by=other: lift_stop(stop_id=made.id, reason="x", by=by, now=NOON),
            lambda by=other: open_stop(stop_id=made.id, by=by, now=NOON),
            lambda by=other: list_stops(for_user=by),
        ):
            with pytest.raises(NotAllowedError):
                deed()


@pytest.mark.django_db
def test_a_stop_is_lifted_once_by_another_with_a_reason():
    """By the rule and by the table."""
    noor, roos = two_officers()
    made = stopped(by=noor)
    with pytest.raises(NotAllowedError, match="somebody else"):
        lift_stop(stop_id=made.id, reason="x", by=noor, now=LATER)
    with pytest.raises(UnusableInputError):
        lift_stop(stop_id=made.id, reason=" ", by=roos, now=LATER)
    assert list_standing() == [ITALY]
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeStop.objects.update(lifted_by=noor, lifted_at=LATER, lift_reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        ExchangeStop.objects.update(lifted_by=roos, lifted_at=LATER)
    lift_stop(stop_id=made.id, reason="settled", by=roos, now=LATER)
    with pytest.raises(ConflictError):
        lift_stop(stop_id=made.id, reason="again", by=roos, now=LATER)
    with pytest.raises(NotFoundError):
        lift_stop(stop_id=uuid4(), reason="x", by=roos, now=LATER)
    assert list_standing() == []


@pytest.mark.django_db
def test_the_same_is_stopped_once_at_a_time_and_says_why():
    """A second click finds it done; after it was lifted it can be stopped again."""
    noor, roos = two_officers()
    with pytest.raises(UnusableInputError):
        stopped(reason="  ", by=noor)
    made = stopped(by=noor)
    with pytest.raises(ConflictError):
        stopped(by=roos)
    lift_stop(stop_id=made.id, reason="settled", by=roos, now=LATER)
    again = stopped(by=roos, now=LATER)
    assert [one.id for one in list_stops(for_user=noor)] == [again.id, made.id]


@pytest.mark.django_db
def test_every_deed_is_logged_without_its_words():
    """Who, what and when; the reason stays on the page."""
    noor, roos = two_officers()
    made = stopped(by=noor, reason="the coup of May")
    open_stop(stop_id=made.id, by=roos, now=NOON)
    lift_stop(stop_id=made.id, reason="a new government", by=roos, now=LATER)
    lines = LogEntry.objects.filter(event__startswith="stop:").order_by("at", "event")
    assert [(line.event, line.actor) for line in lines] == [
        ("stop:make", str(noor.id)),
        ("stop:open", str(roos.id)),
        ("stop:lift", str(roos.id)),
    ]
    assert "coup" not in str([line.facts for line in lines])
    assert str(made) == "stop of country IT"
