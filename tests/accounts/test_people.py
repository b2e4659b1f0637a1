"""The people and units of the node, at the hands of its administrator."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import override

from schakel.accounts import actions
from schakel.accounts.core.roles import Capability, Role
from schakel.accounts.models import Unit, User
from schakel.accounts.queries import (
    count_sessions,
    find_unit_of_kind,
    find_user,
    get_unit,
    get_unit_or_desk,
    get_user,
    list_users,
    may,
    name_units,
    require,
)
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotAllowedError, NotFoundError, UnusableInputError
from tests.scenarios.office import NOW

pytestmark = pytest.mark.django_db
UNIT = {
    "code": "post-2",
    "kind": "liaison",
    "name_en": "Second post",
    "name_nl": "Tweede post",
    "controller": "Minister van Defensie",
    "regime": "wpg",
    "duty_email": "desk@nl.example",
    "duty_webhook": "https://duty.example/x",
}


def test_who_left_may_nothing(office):
    """A role without an active person is worth nothing, nor is one that no longer exists."""
    user = find_user("jip.voorbeeld")
    assert may(user, Capability.READ_CONTENT)
    user.is_active = False
    assert not may(user, Capability.READ_CONTENT)
    with pytest.raises(NotAllowedError):
        require(user, Capability.READ_CONTENT)
    assert not may(User(role="harbour-master"), Capability.READ_CONTENT)


def test_the_administrator_adds_people(office):
    """Accounts are made by one person, and every one is logged."""
    kees = office.person("kees.knop")
    kees.read("/people/new")
    values = {"name": "Nia Nieuw", "username": "nia.nieuw", "role": "analyst", "unit": "spoc"}
    kees.send("/people/new", {**values, "email": "nia@nl.example"})
    kees.expect("Nia Nieuw", "not set up", "Make an invitation")
    nia = find_user("nia.nieuw")
    assert (nia.role, nia.unit.code, nia.email) == ("analyst", "spoc", "nia@nl.example")
    assert not nia.has_usable_password()
    line = LogEntry.objects.get(event="person:make", object_id=str(nia.id))
    assert (line.actor, line.facts) == (
        str(find_user("kees.knop").id),
        {"role": "analyst", "unit": "spoc"},
    )
    kees.read("/people/")
    kees.expect("Nia Nieuw", "analyst", "Single point of contact (police)")


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("username", "not allowed!", "valid"),
        ("username", "jip.voorbeeld", "Somebody has this user name."),
        ("role", "king", "valid choice"),
        ("unit", "nowhere", "valid choice"),
        ("email", "no address", "valid email"),
        ("name", "", "required"),
    ],
)
def test_a_person_that_cannot_be_is_not_added(office, field, value, word):
    """What is wrong is said beside its field, and nothing is made."""
    before = list_users().count()
    kees = office.person("kees.knop")
    kees.read("/people/new")
    values = {"name": "Nia", "username": "nia", "role": "analyst", "unit": "spoc", field: value}
    kees.send("/people/new", values)
    kees.expect("Please mend this first", word)
    assert list_users().count() == before


def test_another_role_ends_the_open_sessions(office):
    """Nobody works on with yesterday's role; who only gets another address does."""
    jip = find_user("jip.voorbeeld")
    office.jip.read("/casework/reports")
    assert count_sessions(jip) == 1
    kees = office.person("kees.knop")
    kees.read(f"/people/{jip.id}")
    kees.send(f"/people/{jip.id}", {"email": "new@nl.example"})
    office.jip.read("/casework/reports")
    assert office.jip.address == "/casework/reports"
    kees.read(f"/people/{jip.id}")
    kees.send(f"/people/{jip.id}", {"role": "analyst", "unit": "spoc"})
    office.jip.read("/casework/reports")
    assert office.jip.address == "/accounts/login/"
    changed = get_user(jip.id)
    assert (changed.role, changed.unit.code, changed.email) == (
        "analyst",
        "spoc",
        "new@nl.example",
    )
    line = LogEntry.objects.filter(event="person:change").order_by("-at")[0]
    assert line.facts == {"role": "analyst", "unit": "spoc", "active": True, "ended": 1}


def test_who_leaves_is_out_at_once_and_gets_no_invitation(office):
    """The account stays, for the log; the way in goes."""
    jip = find_user("jip.voorbeeld")
    office.jip.read("/casework/reports")
    kees = office.person("kees.knop")
    kees.read(f"/people/{jip.id}")
    kees.send(f"/people/{jip.id}", {"is_active": []})
    kees.expect("not active")
    office.jip.read("/casework/reports")
    assert office.jip.address == "/accounts/login/"
    kees.read(f"/people/{jip.id}")
    assert not kees.page.xpath("//form[contains(@action, '/invite')]")
    kees.read(f"/people/{uuid4()}")
    assert kees.status == 404


def test_roles_change_by_the_administrator_and_not_by_oneself(office):
    """Nobody locks the last administrator out, or lifts himself up."""
    kees, jip = find_user("kees.knop"), find_user("jip.voorbeeld")
    change = {"role": Role.ANALYST, "unit_code": "spoc", "is_active": True, "now": NOW}
    actions.change_user(user_id=jip.id, **change)
    assert get_user(jip.id).role == "analyst"
    assert LogEntry.objects.get(event="person:change").actor == "node"
    with pytest.raises(UnusableInputError, match="somebody else"):
        actions.change_user(user_id=kees.id, by=kees, **change)
    with pytest.raises(NotAllowedError):
        actions.change_user(user_id=kees.id, by=jip, **change)
    with pytest.raises(NotAllowedError):
        actions.make_user(
            username="x", name="X", role=Role.ANALYST, unit_code="spoc", by=jip, now=NOW
        )
    with pytest.raises(NotFoundError):
        get_user(get_unit("spoc").id)
    with pytest.raises(NotFoundError):
        get_unit("nowhere")


def test_what_names_no_unit_of_ours_goes_to_the_desk(office):
    """A partner may still know a unit by its old code; a node without a desk says so."""
    desk = get_unit("spoc")
    assert find_unit_of_kind("spoc") == desk
    assert get_unit_or_desk("om") == get_unit("om")
    assert get_unit_or_desk("nowhere") == desk
    Unit.objects.filter(kind="spoc").update(kind="central")
    assert get_unit_or_desk("nowhere") == desk
    Unit.objects.filter(kind="central").update(kind="office")
    with pytest.raises(NotFoundError):
        get_unit_or_desk("nowhere")


def test_the_administrator_cannot_lock_himself_out(office):
    """The page says so; another administrator does it."""
    kees = office.person("kees.knop")
    own = f"/people/{find_user('kees.knop').id}"
    for change in ({"role": "analyst"}, {"is_active": []}):
        kees.read(own)
        kees.send(own, change)
        kees.expect("Somebody else must take this role from you.")
    kees.read(own)
    kees.send(own, {"email": "kees@nl.example"})
    assert find_user("kees.knop").email == "kees@nl.example"
    with pytest.raises(UnusableInputError, match="small letters"):
        actions.make_user(
            username="Kees K.", name="x", role=Role.ANALYST, unit_code="spoc", now=NOW
        )


def test_a_person_is_made_once(office):
    """A command run twice changes nobody."""
    one = actions.make_user(
        username="jip.voorbeeld", name="Other", role=Role.ANALYST, unit_code="spoc", now=NOW
    )
    assert (one.role, one.first_name) == ("liaison-officer", "Jip")


def test_units_are_added_and_changed(office):
    """Name, controller, regime and duty desk; the log tells which, not what."""
    kees = office.person("kees.knop")
    kees.read("/people/units/new")
    kees.send("/people/units/new", UNIT)
    kees.expect("Second post", "Police Data Act (Wpg)", "desk@nl.example", "webhook")
    kees.read("/people/units/at/post-2")
    kees.send("/people/units/at/post-2", {"controller": "Korpschef", "code": "other"})
    unit = Unit.objects.get(code="post-2")
    assert (unit.controller, unit.duty_webhook) == ("Korpschef", UNIT["duty_webhook"])
    line = LogEntry.objects.get(event="unit:change")
    assert line.facts == {"unit": "post-2", "changed": ["controller"]}
    kees.read("/people/units/at/nowhere")
    assert kees.status == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "spoc"),
        ("code", "Upper"),
        ("code", "../x"),
        ("kind", "navy"),
        ("regime", "none"),
        ("controller", ""),
        ("duty_email", "no address"),
        ("duty_webhook", "http://duty.example/x"),
    ],
)
def test_a_unit_that_cannot_be_is_not_made(office, field, value):
    """A code is partners' address for ever; a webhook goes over a closed line."""
    before = list(Unit.objects.values())
    kees = office.person("kees.knop")
    kees.read("/people/units/new")
    kees.send("/people/units/new", {**UNIT, field: value})
    kees.expect("Please mend this first")
    assert list(Unit.objects.values()) == before


def test_units_are_the_administrators_alone(office):
    """Also below the pages."""
    given = {name: UNIT[name] for name in UNIT if name != "duty_webhook"}
    with pytest.raises(NotAllowedError):
        actions.make_unit(**given, by=find_user("jip.voorbeeld"), now=NOW)
    with pytest.raises(UnusableInputError, match="https"):
        actions.make_unit(**given, duty_webhook="http://duty.example", now=NOW)
    actions.make_unit(**given, now=NOW)
    actions.make_unit(**given, now=NOW)
    assert LogEntry.objects.filter(event="unit:make", facts={"unit": "post-2"}).count() == 1
    assert not LogEntry.objects.filter(event="unit:change").exists()


def test_a_unit_has_a_name_in_each_language(office):
    """Names of units are shown as the reader speaks."""
    client = Client()
    client.force_login(find_user("kees.knop"))
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    for language, name in (("nl", "Knooppuntbeheer"), ("en", "Node office")):
        page = client.get("/people/units", headers={"accept-language": language})
        assert name in page.content.decode()
        assert name_of_own_unit(language) == name


def name_of_own_unit(language):
    """Return what the page of the log calls the unit of the administrator."""
    with override(language):
        return name_units()[find_user("kees.knop").unit.code]
