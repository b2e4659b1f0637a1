"""Every address of the product, for every role and for strangers: who may go through.

The addresses are taken from the resolver, so that a new page cannot be forgotten: it fails here
until it stands in `doors.py` with what it needs.
"""

import re
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse

from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.queries import find_user
from tests.site.doors import (
    CLOSED,
    DOORS,
    LOOKING_SENDS,
    LOOKING_WRITES,
    PUBLIC,
    ROLE_ALONE,
    SIGNED,
)
from tests.site.world import FAR, SECRET, UNITS, World

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"
NOT_YOURS = (403, 404)
TABLES = re.compile(r'(FROM|JOIN|INTO|UPDATE) "(\w+)"')
CHANGING = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@pytest.fixture
def world(settings, tmp_path):
    """Return a node with one of everything, and somebody of each role in each of its units."""
    return World(settings, tmp_path)


def patterns(resolver=None, prefix=""):
    """Yield every address of the product: full name and view."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
        else:
            yield f"{prefix}{one.name}", one.callback


def opens(door, role):
    """Tell whether the table of roles opens `door` for `role`."""
    if role is Role.GUEST_PROSECUTOR and not door.needs:
        return door.oneself or door.guests
    return not door.needs or any(has_capability(role, one) for one in door.needs)


def browser(user=None, **given):
    """Return a browser, in which `user` came in by the link of the practice environment."""
    client = Client(**given)
    if user:
        client.force_login(user)
        session = client.session
        session["schakel_entered_by_link"] = True
        session.save()
    return client


def knocks(client, world, name, *, nowhere=False):
    """Yield each way in which a door is tried: what was done, and the answer."""
    door, path = DOORS[name], world.path(name, nowhere=nowhere)
    if door.get:
        yield "GET", heard(client.get(path))
    if door.post is not None:
        yield "POST", heard(client.post(path, world.post(door)))


class Heard(NamedTuple):
    """An answer, without what differs between two of the same."""

    status: int
    location: str
    words: str


def heard(answer):
    """Read an answer whole; a streamed one is closed without closing the database too."""
    body = b"".join(answer)
    for close in answer._resource_closers if answer.streaming else ():
        close()
    words = re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", body.decode("latin-1"))
    return Heard(answer.status_code, answer.get("Location", ""), words)


def test_every_address_stands_in_one_of_the_two_lists():
    """A page that nobody thought about is open to somebody nobody thought of."""
    found = {name for name, _ in patterns()}
    listed = {name.partition(" ")[0] for name in DOORS}
    assert found == listed | set(PUBLIC)
    assert not listed & set(PUBLIC)
    assert all(PUBLIC.values())


def test_only_the_listed_addresses_let_strangers_past_the_door():
    """`login_not_required` is read from the views themselves."""
    past = {name for name, view in patterns() if not getattr(view, "login_required", True)}
    assert past <= set(PUBLIC)


def test_every_form_has_its_token_but_the_signed_calls_of_machines():
    """`csrf_exempt` is read from the views themselves."""
    assert {name for name, view in patterns() if getattr(view, "csrf_exempt", False)} == SIGNED


def test_a_stranger_gets_the_sign_in_page_and_nothing_else(world):
    """Closed by default: also with the right id in hand."""
    strays, client = [], browser()
    for name in DOORS:
        for how, answer in knocks(client, world, name):
            outside = answer.status in NOT_YOURS or answer.location.startswith(SIGN_IN)
            if not outside or SECRET in answer.words:
                strays.append(f"{how} {name}: {answer.status}")
    for name in PUBLIC:
        answer = heard(client.get(world.path(name)))
        if SECRET in answer.words or (name in CLOSED and answer.status != 404):
            strays.append(f"GET {name}: {answer.status}")
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("role", [Role.SPOC_DESK, Role.NODE_ADMINISTRATOR])
def test_without_a_second_factor_no_door_opens_but_those_to_set_one_up(world, role):
    """A password alone is worth nothing, whatever the role."""
    strays, client = [], Client()
    client.force_login(find_user(f"spoc.{role}"))
    for name, door in DOORS.items():
        for how, answer in knocks(client, world, name):
            led = (answer.status, answer.location) == (302, reverse("mfa_index"))
            if not led and not door.oneself:
                strays.append(f"{how} {name}: {answer.status} {answer.location}")
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_of_roles_gives_and_nothing_more(world, role):
    """At home, where the object is of the own unit: only the role decides."""
    strays = []
    clients = {unit: browser(find_user(f"{unit}.{role}")) for unit in UNITS}
    for name, door in DOORS.items():
        may = opens(door, role)
        for how, answer in knocks(clients[door.home], world, name):
            shut = answer.status in NOT_YOURS and not door.oneself
            if shut == may or answer.status in (405, 500):
                strays.append(f"{how} {name}: {answer.status}, may: {may}")
            reads = has_capability(role, Capability.READ_CONTENT) or name == "guests:view"
            if not reads and SECRET in answer.words:
                strays.append(f"{how} {name}: content")
    assert not strays, "\n".join(strays)


@pytest.mark.parametrize("role", list(Role))
def test_in_another_unit_what_is_there_looks_like_what_is_not(world, role):
    """Walls: the same answer for an object of a foreign unit and for one that never was."""
    strays, client = [], browser(find_user(f"{FAR}.{role}"))
    for name, door in DOORS.items():
        if not world.is_about_an_object(name) or any(has_capability(role, c) for c in door.beyond):
            continue
        there = list(knocks(client, world, name))
        nowhere = list(knocks(client, world, name, nowhere=True))
        for (how, one), (_, other) in zip(there, nowhere, strict=True):
            if one.status not in NOT_YOURS or one != other:
                strays.append(f"{how} {name}: {one.status}, {other.status}")
    assert not strays, "\n".join(strays)


def test_what_follows_from_the_role_alone_is_listed_with_its_reason(world):
    """Everything else is decided by the policy of need to know, which asks for more than a role."""
    walled = {name for name in DOORS if world.is_about_an_object(name)}
    needs = {name: DOORS[name].needs for name in walled}
    alone = {name for name in walled if needs[name] and needs[name] <= DOORS[name].beyond}
    assert alone == {name for names in ROLE_ALONE.values() for name in names}


@pytest.mark.parametrize("role", list(Role))
def test_what_is_not_yours_costs_the_database_as_much_as_what_is_not_there(world, role):
    """Time tells too: the same questions are asked, so nobody can hear whether it exists."""
    strays, client = [], browser(find_user(f"{FAR}.{role}"))
    client.get(reverse("accounts:me"))
    for name, door in DOORS.items():
        if not world.is_about_an_object(name) or any(has_capability(role, c) for c in door.beyond):
            continue
        for how in [*(["GET"] if door.get else []), *(["POST"] if door.post is not None else [])]:
            asked = []
            for nowhere in (False, True):
                path = world.path(name, nowhere=nowhere)
                with CaptureQueriesContext(connection) as queries:
                    client.get(path) if how == "GET" else client.post(path, world.post(door))
                asked.append([TABLES.findall(query["sql"]) for query in queries])
            if asked[0] != asked[1]:
                strays.append(f"{how} {name}: {len(asked[0])}, {len(asked[1])}")
    assert not strays, "\n".join(strays)


def test_what_changes_something_refuses_to_be_looked_at(world):
    """A link in a mail must not do a deed: who may do it gets 405 for a GET."""
    strays = []
    for name, door in DOORS.items():
        role = next(role for role in Role if opens(door, role))
        client = browser(find_user(f"{door.home}.{role}"))
        if not door.get and client.get(world.path(name)).status_code != 405:
            strays.append(f"GET {name}")
        if door.oneself:
            continue
        if door.post is None and client.post(world.path(name)).status_code != 405:
            strays.append(f"POST {name}")
        if client.delete(world.path(name)).status_code not in (405, *NOT_YOURS):
            strays.append(f"DELETE {name}")
    assert not strays, "\n".join(strays)


def test_looking_writes_the_log_and_little_else(world):
    """Whoever only looks changes nothing but what is listed, with its reason."""
    strays = []
    for name, door in DOORS.items():
        role = next(role for role in Role if opens(door, role))
        client = browser(find_user(f"{door.home}.{role}"))
        client.get(reverse("accounts:me"))
        if not door.get:
            continue
        with CaptureQueriesContext(connection) as queries:
            heard(client.get(world.path(name)))
        allowed = {*LOOKING_WRITES, *LOOKING_SENDS.get(name, ())}
        found = {m[1] for q in queries if (m := CHANGING.match(q["sql"]))}
        strays += [f"{name}: {table}" for table in sorted(found - allowed)]
    for name in PUBLIC:
        with CaptureQueriesContext(connection) as queries:
            heard(browser().get(world.path(name)))
        found = {m[1] for q in queries if (m := CHANGING.match(q["sql"]))}
        strays += [f"{name}: {table}" for table in sorted(found - {"django_session"})]
    assert not strays, "\n".join(strays)


def test_a_form_without_its_token_does_nothing(world):
    """CSRF is on at every door, also for who may go through."""
    strays = []
    for name, door in DOORS.items():
        if door.post is None:
            continue
        role = next(role for role in Role if opens(door, role))
        client = browser(find_user(f"{door.home}.{role}"), enforce_csrf_checks=True)
        if client.post(world.path(name), world.post(door)).status_code != 403:
            strays.append(name)
    assert not strays, "\n".join(strays)


def test_a_signed_call_without_a_signature_is_refused(world):
    """The three doors without a form's token have a lock of their own."""
    client = browser()
    for name in SIGNED:
        path = world.path(name)
        for call in (client.post, client.put):
            answer = call(path, b"{}", content_type="application/json")
            assert answer.status_code in (400, 401, 403, 404, 405, 415, 422), name


@pytest.mark.parametrize("unit", UNITS)
def test_the_administrator_finds_no_content_by_searching_either(world, unit):
    """Nor on the work queue, nor in the states of objects."""
    client = browser(find_user(f"{unit}.{Role.NODE_ADMINISTRATOR}"))
    found = heard(client.post(reverse("shell:search"), {"query": "letter boat"}))
    assert SECRET not in found.words
    assert "Nothing that you may see" in found.words
    assert client.get(reverse("site:objects")).json() == {"objects": []}
