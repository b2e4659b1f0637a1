"""A guest sees what the gate lets go to his state at that moment, and nothing of anything else."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.actions import change_user, invite, make_user, set_up
from schakel.accounts.actions.entering import LinkNotValidError
from schakel.accounts.core.roles import Role
from schakel.accounts.queries import find_user
from schakel.audit.models import LogEntry
from schakel.casework.models import Person
from schakel.custody.models import HolderNotice, Item
from schakel.guests import actions, queries
from schakel.guests.core.mandates import LONGEST, Course, State, require_length, state_of
from schakel.guests.models import GuestMandate, GuestView
from schakel.handling.actions import GateClosedError
from schakel.handling.core.case import Purpose, Stop
from schakel.handling.models import GateDecision
from schakel.kernel.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    UnusableInputError,
)
from schakel.oversight.queries import list_disclosures
from schakel.stopping.actions import make_stop
from schakel.stopping.core.scopes import Standing
from tests.scenarios.office import NOW, Office
from tests.scenarios.test_being_asked import ask

TODAY = queries.day_of(NOW)
SECRET = "He lives in Rome."
GRADES = {"source_grade": "A", "information_grade": "1"}


class House:
    """An item of ours that went to Italy, an Italian guest, and who hosts him."""

    def __init__(self, settings, tmp_path):
        self.office = Office(settings, tmp_path)
        self.office.sanne.read(ask(self.office))
        self.office.sanne.send("/answer", {"text": SECRET, "codes": ["H1"], **GRADES})
        self.item = Item.objects.get()
        for name, role, unit in (
            ("host", Role.PROSECUTOR, "spoc"),
            ("other", Role.PROSECUTOR, "liaison"),
        ):
            make_user(username=name, name=name, role=role, unit_code=unit, now=NOW)
        self.host, self.admin = find_user("host"), find_user("kees.knop")

    def ask(self, **changed):
        """Ask for a mandate."""
        wanted = {
            "name": "Gaio Ospite",
            "username": "gaio.ospite",
            "country": "IT",
            "authority": "Procura",
            "reason": "an agreement",
            "last_date": TODAY + timedelta(days=30),
        }
        wanted = actions.Wanted(**wanted | changed)
        return actions.ask_mandate(wanted=wanted, by=self.host, now=NOW)

    def open(self, **changed):
        """Ask for a mandate and open it; keep the guest."""
        self.mandate = self.ask(**changed)
        self.guest = actions.open_mandate(mandate_id=self.mandate, by=self.admin, now=NOW)
        return self

    def release(self, **changed):
        """Release the item to the guest's state; return the release."""
        given = {
            "mandate_id": self.mandate,
            "item_id": self.item.id,
            "purpose": Purpose.CRIME,
            "h3_confirmed": False,
            "by": self.host,
            "now": NOW,
        }
        return actions.release(**given | changed)

    def see(self, release, *, by=None, now=NOW):
        """Look at a release."""
        return actions.view_release(release_id=release, by=by or self.guest, now=now)

    def browser(self):
        """Return the guest at a browser."""
        client = Client()
        client.force_login(self.guest)
        session = client.session
        session["schakel_entered_by_link"] = True
        session.save()
        return client


@pytest.fixture
def house(db, settings, tmp_path):
    """Return a house with an open mandate."""
    return House(settings, tmp_path).open()


@given(st.integers(-400, 400), st.booleans(), st.booleans())
def test_a_mandate_is_open_only_when_it_was_opened_was_not_ended_and_its_last_day_is_not_over(
    days, is_opened, is_ended
):
    """By the day alone: no chore has to run for it to be over."""
    course = Course(last_date=TODAY + timedelta(days=days), is_opened=is_opened, is_ended=is_ended)
    is_open = is_opened and not is_ended and days >= 0
    assert (state_of(course, day=TODAY) is State.OPEN) == is_open
    over = is_ended or days < 0
    assert (state_of(course, day=TODAY) is State.ENDED) == over


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (366, True), (367, False)])
def test_a_mandate_lasts_a_year_at_most(days, fits):
    """An account that nobody looks at again is how people stay who should have gone."""
    assert LONGEST.days == 366
    if fits:
        require_length(TODAY + timedelta(days=days), day=TODAY)
    else:
        with pytest.raises(UnusableInputError):
            require_length(TODAY + timedelta(days=days), day=TODAY)


def test_a_prosecutor_asks_and_the_administrator_opens(db, settings, tmp_path):
    """Two persons: neither can let somebody of another state in alone."""
    house = House(settings, tmp_path)
    mandate = house.ask()
    assert find_user("gaio.ospite") is None
    for by in (house.host, find_user("noor.toets"), find_user("jip.voorbeeld")):
        with pytest.raises(NotAllowedError):
            actions.open_mandate(mandate_id=mandate, by=by, now=NOW)
    with pytest.raises(NotAllowedError):
        wanted = actions.Wanted(
            name="x",
            username="x",
            country="IT",
            authority="x",
            reason="x",
            last_date=TODAY,
        )
        actions.ask_mandate(wanted=wanted, by=house.admin, now=NOW)
    guest = actions.open_mandate(mandate_id=mandate, by=house.admin, now=NOW)
    assert (guest.role, guest.unit) == ("guest-prosecutor", None)
    with pytest.raises(ConflictError):
        actions.open_mandate(mandate_id=mandate, by=house.admin, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestMandate.objects.update(asked_by=house.admin)


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": "kees.knop"},
        {"username": "gaio.ospite"},
        {"name": " "},
        {"reason": " "},
        {"authority": ""},
        {"last_date": TODAY - timedelta(days=1)},
    ],
)
def test_a_mandate_names_a_new_person_an_authority_and_a_reason(house, wrong):
    """A guest without a name or a reason is nobody's guest."""
    with pytest.raises(UnusableInputError):
        house.ask(**{"username": "someone.else"} | wrong)


def test_what_the_gate_lets_go_to_his_state_is_seen_and_each_look_is_a_transfer(house):
    """The heart of it: the gate is asked at each look, with his state as receiver."""
    release = house.release()
    for count in (1, 2):
        seen = house.see(release)
        assert seen.content.text == SECRET
        lines = LogEntry.objects.filter(event="guest:view", recipient="IT")
        assert lines.count() == GuestView.objects.count() == count
    line = lines.order_by("at").last()
    decision = GateDecision.objects.get(id=line.decision_id)
    assert (decision.receiver, decision.asked_by) == ("IT", house.guest)
    assert line.content == decision.content_sha256
    assert SECRET not in str(list(LogEntry.objects.values()))


def test_what_the_gate_does_not_let_go_is_not_released(db, settings, tmp_path):
    """Libya has no judgement here: nothing is put into the room, and the host reads why."""
    house = House(settings, tmp_path).open(country="LY")
    with pytest.raises(GateClosedError):
        house.release()
    assert not queries.list_releases(
        GuestMandate.objects.get(id=house.mandate), for_user=house.host
    )


def _stop(house):
    make_stop(
        standing=Standing(scope=Stop.COUNTRY, target="IT", country="IT"),
        label="Italy",
        reason="x",
        by=find_user("noor.toets"),
        now=NOW,
    )


def _recall(house):
    HolderNotice.objects.create(item=house.item, deed="recall", reason="outdated", at=NOW)


def _restrict(house):
    Item.objects.update(restricted_at=NOW)


def _forget(house):
    Item.objects.update(state=Item.State.ERASED, erased_at=NOW)


@pytest.mark.parametrize("end", [_stop, _recall, _restrict, _forget])
def test_what_ends_elsewhere_ends_here_at_once_and_looks_alike(house, end):
    """A guest who could tell a stop from a recall would learn what we know of his state."""
    release = house.release()
    house.see(release)
    end(house)
    with pytest.raises(actions.NotShownError) as refused:
        house.see(release)
    assert str(refused.value) == str(actions.NotShownError())
    assert GuestView.objects.count() == 1
    answer = house.browser().get(reverse("guests:view", args=[release]))
    assert answer.status_code == 409
    assert SECRET not in answer.content.decode()


def test_what_its_originator_closed_is_not_released_again_by_mistake(house):
    """A recall before the release counts as much as one after it."""
    Item.objects.update(restricted_at=NOW)
    with pytest.raises(ConflictError):
        house.release()


def test_an_item_without_text_is_not_released(house, monkeypatch):
    """Files are not shown in the room: a release that shows nothing would only count as one."""
    empty = queries.Content(text=" ", restrictions="", originals=())
    monkeypatch.setattr(queries, "read_item", lambda item_id, since: (house.item, empty))
    with pytest.raises(ConflictError, match="text"):
        house.release()


def test_only_who_sees_an_item_releases_it_and_only_prosecutors(house):
    """The guest room is no way around need to know."""
    with pytest.raises(NotFoundError):
        house.release(by=find_user("other"))
    for name in ("sanne.oefening", "kees.knop", "noor.toets"):
        with pytest.raises(NotAllowedError):
            house.release(by=find_user(name))


def test_a_release_is_seen_by_its_guest_alone_and_by_the_unit_that_released_it(house):
    """Another guest of the same state has a mandate of his own."""
    release = house.release()
    twin = house.open(username="gina.ospite").guest
    with pytest.raises(NotFoundError):
        house.see(release, by=twin)
    with pytest.raises(NotAllowedError):
        house.see(release, by=house.host)
    assert queries.get_release(release, for_user=house.host)
    for name in ("other", "kees.knop", "noor.toets", "sanne.oefening"):
        with pytest.raises(NotFoundError):
            queries.get_release(release, for_user=find_user(name))


def test_a_release_is_taken_back(house):
    """A mistake must not stay on a screen."""
    release = house.release()
    with pytest.raises(NotAllowedError):
        actions.withdraw(release_id=release, by=find_user("sanne.oefening"), now=NOW)
    actions.withdraw(release_id=release, by=house.host, now=NOW)
    with pytest.raises(NotFoundError):
        house.see(release)
    again = house.release()
    mandate = GuestMandate.objects.get(id=house.mandate)
    assert [one.number for one in queries.list_releases(mandate, for_user=house.guest)] == [2]
    assert house.see(again)


def test_the_end_of_the_mandate_closes_it_the_same_day_without_any_chore(house):
    """Reckoned at each look: a node whose worker stands still lets nobody stay."""
    release, client = house.release(), house.browser()
    assert client.get(reverse("guests:room")).status_code == 200
    after = NOW + timedelta(days=31)
    with pytest.raises(NotAllowedError):
        house.see(release, now=after)
    GuestMandate.objects.update(last_date=TODAY - timedelta(days=1))
    answer = client.get(reverse("guests:room"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_the_chore_closes_account_invitations_and_sessions(house):
    """The second line: after the last day the account is no account any more."""
    token = invite(username=house.guest.username, now=NOW, by=house.admin).rpartition("/")[2]
    client = house.browser()
    client.get(reverse("guests:room"))
    assert UserSession.objects.filter(user=house.guest).exists()
    last = NOW + timedelta(days=30)
    assert actions.end_expired(last) == 0
    assert actions.end_expired(last + timedelta(days=1)) == 1
    assert actions.end_expired(last + timedelta(days=1)) == 0
    assert not find_user(house.guest.username).is_active
    assert not UserSession.objects.filter(user=house.guest).exists()
    assert client.get(reverse("guests:room")).status_code == 302
    with pytest.raises(LinkNotValidError):
        set_up(token=token, password="x", now=NOW)
    assert LogEntry.objects.get(event="guest:end").actor == "node"


@pytest.mark.parametrize("who", ["host", "kees.knop"])
def test_host_and_administrator_end_it_sooner_once(house, who):
    """Whoever let him in can send him away at once."""
    for name in ("noor.toets", "sanne.oefening"):
        with pytest.raises((NotAllowedError, NotFoundError)):
            actions.end_mandate(mandate_id=house.mandate, by=find_user(name), now=NOW)
    actions.end_mandate(mandate_id=house.mandate, by=find_user(who), now=NOW)
    assert not find_user(house.guest.username).is_active
    with pytest.raises(ConflictError):
        actions.end_mandate(mandate_id=house.mandate, by=find_user(who), now=NOW)
    with pytest.raises(ConflictError):
        house.release()


def test_a_mandate_that_nobody_opened_ends_without_an_account(db, settings, tmp_path):
    """What was asked by mistake must not wait for ever."""
    house = House(settings, tmp_path)
    mandate = house.ask()
    actions.end_mandate(mandate_id=mandate, by=house.host, now=NOW)
    with pytest.raises(ConflictError):
        actions.open_mandate(mandate_id=mandate, by=house.admin, now=NOW)


def test_a_guest_is_made_and_changed_by_his_mandate_alone(house):
    """The page of people would otherwise make a colleague of him."""
    for user, role in ((house.guest, Role.ANALYST), (find_user("other"), Role.GUEST_PROSECUTOR)):
        with pytest.raises(UnusableInputError):
            change_user(
                user_id=user.id,
                role=role,
                unit_code="spoc",
                is_active=True,
                now=NOW,
                by=house.admin,
            )


def test_the_pages_lead_from_the_question_to_the_look(house):
    """Host, administrator and guest, each on his own page."""
    browsers = {}
    for name in ("host", "kees.knop"):
        client = browsers[name] = Client()
        client.force_login(find_user(name))
        session = client.session
        session["schakel_entered_by_link"] = True
        session.save()
    host, admin = browsers["host"], browsers["kees.knop"]
    asked = {
        "name": "Gina Ospite",
        "username": "gina.ospite",
        "country": "IT",
        "authority": "Procura",
        "reason": "an agreement",
        "last_date": (TODAY + timedelta(days=3)).isoformat(),
    }
    assert host.post(reverse("guests:new"), {**asked, "username": "host"}).status_code == 200
    path = host.post(reverse("guests:new"), asked)["Location"]
    assert "Open it, and make the account" in admin.get(path).content.decode()
    assert admin.post(f"{path}/open").status_code == 302
    assert host.post(f"{path}/release", {"item": "no id"}).status_code == 400
    given = {"item": str(house.item.id), "purpose": "crime"}
    assert host.post(f"{path}/release", given)["Location"] == path
    assert str(house.item.id) in host.get(path).content.decode()
    house.guest = find_user("gina.ospite")
    guest = house.browser()
    assert guest.get("/")["Location"] == reverse("guests:room")
    room = guest.get(reverse("guests:room")).content.decode()
    release = queries.GuestRelease.objects.get()
    assert reverse("guests:view", args=[release.id]) in room
    assert SECRET not in room
    assert house.item.reference not in room
    assert SECRET in guest.get(reverse("guests:view", args=[release.id])).content.decode()
    assert "Gina Ospite" in host.get(reverse("guests:mandates")).content.decode()
    _stop(house)
    shut = host.post(f"{path}/release", given)["Location"]
    assert shut.startswith("/gate/")
    Item.objects.update(restricted_at=NOW)
    assert host.post(f"{path}/release", given)["Location"] == path


def test_the_privacy_officer_finds_the_looks_among_the_disclosures(house):
    """Who got what about a person: a look counts as much as a letter."""
    report = house.office.report()
    person = Person.objects.get(report_id=report.rpartition("/")[2])
    house.office.jip.read(f"/casework/reports/{person.report_id}")
    house.office.sent(report)
    thread = Item.objects.get().thread_id
    from schakel.casework.models import Thread

    Thread.objects.filter(id=thread).update(report=person.report)
    release = house.release()
    house.see(release)
    found = list_disclosures([person.id], for_user=find_user("noor.toets"))
    assert ("guest-room", "IT") in {(one.way, one.recipient) for one in found}
    assert LogEntry.objects.get(event="guest:view").subject_ids == [str(person.id)]
