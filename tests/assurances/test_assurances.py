"""Assurances: asked, given, tracked until fulfilled; a broken one makes the gate hold."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.models import Notice
from schakel.accounts.queries import Role, find_user
from schakel.assurances.actions import ask_assurance, open_assurance, take_step
from schakel.assurances.core.steps import Deed, Kind, State, holds, list_deeds, next_state
from schakel.assurances.desk import work_of
from schakel.assurances.models import Assurance
from schakel.assurances.queries import (
    day_of,
    deeds_for,
    get_assurance,
    list_all,
    list_in_thread,
    not_kept,
)
from schakel.assurances.wording import ASKS, DEEDS, KINDS, STATES
from schakel.audit.models import LogEntry
from schakel.casework.actions import admit
from schakel.casework.models import Thread
from schakel.handling.core.circumstances import Exchange
from schakel.kernel.errors import ConflictError, NotAllowedError, NotFoundError, UnusableInputError
from schakel.shell.work import Lane
from tests.handling.cases import outside, within
from tests.intake.people import a_person
from tests.scenarios.office import NOW, Office

DAYS = [State.ASKED, State.GIVEN, State.REFUSED, State.FULFILLED, State.BROKEN, State.CLOSED]


@given(st.sampled_from(DAYS), st.integers(-5, 5))
def test_a_broken_one_holds_at_once_and_a_given_one_when_its_day_is_over(state, left):
    """An assurance counts as far as it is kept; a question binds nobody."""
    day = NOW.date()
    expected = state is State.BROKEN or (state is State.GIVEN and left < 0)
    assert holds(state, due=day + timedelta(days=left), day=day) is expected


@given(st.lists(st.sampled_from(list(Deed)), max_size=6))
def test_no_way_leads_out_of_a_breach_but_the_desk(deeds):
    """Whatever is noted afterwards: a breach stays one until it is closed."""
    state, closed = State.BROKEN, False
    for deed in deeds:
        if deed in list_deeds(state):
            state, closed = next_state(state, deed), closed or deed is Deed.CLOSE
        else:
            with pytest.raises(ConflictError):
                next_state(state, deed)
    assert state is State.BROKEN or closed


def test_every_code_has_its_words():
    """Nobody reads a code."""
    assert set(KINDS) == set(Kind)
    assert set(STATES) == set(State)
    assert set(DEEDS) == {"ask", *Deed}
    assert set(ASKS) == set(Deed)


@pytest.fixture
def thread(settings, tmp_path):
    """Return a thread of the Dutch liaison post."""
    office = Office(settings, tmp_path)
    office.draft(office.report())
    found = Thread.objects.get()
    found.office = office
    return found


def asked(thread, *, by="jip.voorbeeld", days=30, **changes):
    """Note an assurance that was asked of Zandria."""
    values = {"kind": Kind.NO_ILL_TREATMENT, "party": "XZ", "authority": "Border Directorate"}
    return ask_assurance(
        thread_id=thread.id,
        **{**values, "covers": "the answer on the boat", **changes},
        due=day_of(NOW) + timedelta(days=days),
        by=find_user(by),
        now=NOW,
    )


def done(one, *deeds, by="sanne.oefening", now=NOW):
    """Take steps one after the other."""
    for deed in deeds:
        person = find_user("jip.voorbeeld" if deed in (Deed.GIVE, Deed.REFUSE) else by)
        take_step(assurance_id=one, deed=deed, text="by letter", by=person, now=now)


def is_held(*, at=NOW, **changes):
    """Tell whether the gate is told of something that was not kept."""
    exchange = Exchange(case=outside(**changes), item_kind="x", item_id=None, at=at)
    return bool(not_kept(exchange))


@pytest.mark.django_db
def test_an_assurance_is_followed_from_the_question_to_its_fulfilment(thread):
    """Asked of whom, on what, by when; given by whom; kept, as somebody shows."""
    one = asked(thread)
    done(one, Deed.GIVE)
    assert get_assurance(one, for_user=find_user("jip.voorbeeld")).given_by == "by letter"
    assert not is_held(receiver="XZ")
    admitted(thread)
    done(one, Deed.FULFIL)
    assert Assurance.objects.get().state == "fulfilled"
    assert not is_held(receiver="XZ", at=NOW + timedelta(days=99))
    events = LogEntry.objects.filter(event__startswith="assurance:").order_by("id")
    assert set(events.values_list("event", flat=True)) == {
        "assurance:ask",
        "assurance:give",
        "assurance:fulfil",
    }
    assert "boat" not in str(list(events.values_list("facts", flat=True)))


def admitted(thread):
    """Let the single point of contact take part in the thread."""
    admit(thread_id=thread.id, unit_code="spoc", by=find_user("jip.voorbeeld"), now=NOW)


@pytest.mark.django_db
def test_a_breach_raises_an_alarm_and_the_gate_holds_until_another_of_the_desk_closes_it(thread):
    """Prosecutors, the office and the unit hear it; nobody closes his own alarm."""
    one = asked(thread)
    done(one, Deed.GIVE)
    done(one, Deed.BREAK, by="roos.oordeel")
    told = set(Notice.objects.filter(kind="assurance-broken").values_list("unit__code", flat=True))
    assert told == {"om", "office", "liaison"}
    assert is_held(receiver="XZ")
    assert is_held(receiver="TN", onward=frozenset({"XZ"}))
    assert not is_held(receiver="TN")
    assert not_kept(Exchange(case=within(), item_kind="x", item_id=None, at=NOW)) == {}
    with pytest.raises(NotAllowedError, match="somebody else"):
        done(one, Deed.CLOSE, by="roos.oordeel")
    done(one, Deed.CLOSE, by="sem.oordeel")
    assert not is_held(receiver="XZ")


@pytest.mark.django_db
def test_one_that_nobody_showed_to_be_kept_holds_from_the_day_after(thread):
    """The desk can close it; until then silence counts as no."""
    one = asked(thread, days=3)
    done(one, Deed.GIVE)
    assert not is_held(receiver="XZ", at=NOW + timedelta(days=3))
    assert is_held(receiver="XZ", at=NOW + timedelta(days=4))
    done(one, Deed.CLOSE, by="roos.oordeel")
    assert not is_held(receiver="XZ", at=NOW + timedelta(days=4))


@pytest.mark.django_db
def test_who_may_do_what(thread):
    """The unit notes what comes, a checker that it was kept, the desk closes."""
    one = asked(thread)
    jip, sanne, roos = map(find_user, ("jip.voorbeeld", "sanne.oefening", "roos.oordeel"))
    found = get_assurance(one, for_user=jip)
    assert deeds_for(found, user=jip) == (Deed.GIVE, Deed.REFUSE)
    assert deeds_for(found, user=roos) == ()
    done(one, Deed.GIVE)
    found.refresh_from_db()
    assert deeds_for(found, user=jip) == (Deed.BREAK,)
    assert deeds_for(found, user=sanne) == (Deed.FULFIL, Deed.BREAK)
    assert deeds_for(found, user=roos) == (Deed.BREAK, Deed.CLOSE)
    for deed, by in ((Deed.FULFIL, jip), (Deed.CLOSE, jip), (Deed.CLOSE, sanne)):
        with pytest.raises(NotAllowedError):
            take_step(assurance_id=one, deed=deed, text="x", by=by, now=NOW)
    with pytest.raises(ConflictError):
        take_step(assurance_id=one, deed=Deed.GIVE, text="x", by=jip, now=NOW)
    with pytest.raises(UnusableInputError):
        take_step(assurance_id=one, deed=Deed.BREAK, text=" ", by=jip, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assurance.objects.filter(id=one).update(given_by="")  # given, by nobody


@pytest.mark.django_db
def test_what_is_asked_names_somebody_something_and_a_day_to_come(thread):
    """Otherwise nobody could ever say whether it was kept."""
    for change in ({"authority": " "}, {"covers": ""}, {"days": -1}):
        with pytest.raises(UnusableInputError):
            asked(thread, **change)
    with pytest.raises(NotAllowedError):
        asked(thread, by="roos.oordeel")
    assert not Assurance.objects.exists()


@pytest.mark.django_db
def test_another_unit_sees_nothing_of_it(thread):
    """The wall of the thread is the wall of its assurances; the desk alone sees all."""
    one = asked(thread)
    stranger = a_person("far", unit="far", role=Role.LIAISON_OFFICER)
    for person in (stranger, find_user("noor.toets"), find_user("kees.knop")):
        assert list_all(for_user=person) == []
        assert list_in_thread(thread.id, for_user=person) == []
        with pytest.raises(NotFoundError):
            open_assurance(assurance_id=one, by=person, now=NOW)
    assert [x.id for x in list_all(for_user=find_user("roos.oordeel"))] == [one]
    with pytest.raises(NotFoundError):
        get_assurance(uuid4(), for_user=find_user("roos.oordeel"))


@pytest.mark.django_db
def test_what_ends_soon_or_was_broken_is_work(thread):
    """Fourteen days before; and the desk gets a breach as its own."""
    soon, late = asked(thread, days=14), asked(thread, days=15)
    jip, roos = find_user("jip.voorbeeld"), find_user("roos.oordeel")
    assert [line.url for line in work_of(jip, NOW)] == [f"/assurances/{soon}"]
    done(late, Deed.GIVE)
    done(late, Deed.BREAK, by="roos.oordeel")
    lanes = {line.url: (line.lane, line.tone) for line in work_of(roos, NOW)}
    assert lanes[f"/assurances/{late}"] == (Lane.MINE, "negative")
    assert lanes[f"/assurances/{soon}"] == (Lane.UNIT, "warning")
    assert str(Assurance.objects.get(id=soon)) == "no-ill-treatment of XZ"


@pytest.mark.django_db
def test_it_is_asked_and_followed_in_the_browser(thread):
    """From the thread, without script; the desk closes on its own list."""
    jip, roos = thread.office.jip, thread.office.person("roos.oordeel")
    jip.read(f"/casework/threads/{thread.id}")
    assert f"/assurances/threads/{thread.id}" in jip.links("/assurances/")
    page = f"/assurances/threads/{thread.id}"
    jip.read(page)
    form = {"kind": "specialty", "party": "XZ", "authority": "Directorate", "covers": "the answer"}
    jip.send("/ask", {**form, "due": "2020-01-01"})
    assert "still to come" in jip.page.text_content()
    jip.send("/ask", {**form, "due": (NOW + timedelta(days=9)).date().isoformat()})
    one = jip.address
    jip.send("/give", {"text": "the director, by letter"})
    jip.send("/break", {"text": "it was in the newspaper"})
    assert "broken" in jip.page.text_content()
    assert thread.office.post(jip, f"{one}/close", {"text": "x"}) == 403
    assert thread.office.post(jip, f"{one}/nonsense", {"text": "x"}) == 404
    assert thread.office.post(jip, f"{one}/give", {"text": "x"}) in (200, 302)
    roos.read("/assurances/")
    roos.read(one)
    roos.send("/close", {"text": ""})
    assert Assurance.objects.get().state == "broken"
    roos.send("/close", {"text": "no more is sent there"})
    assert Assurance.objects.get().state == "closed"
