"""Roles, addresses and waits: the pure rules of the room."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.codes import is_id, is_unit_code, is_username
from schakel.accounts.core.roles import Capability, Role, has_capability
from schakel.accounts.core.telling import (
    FIRST_WAIT,
    LONGEST_PATH,
    LONGEST_WAIT,
    is_allowed_target,
    is_path,
    wait_after,
)
from schakel.accounts.wording import CAPABILITIES, ROLES

CONTENT = {
    Capability.READ_CONTENT,
    Capability.WRITE_REPORT,
    Capability.DRAFT_REQUEST,
    Capability.ANSWER_REQUEST,
    Capability.LOG_CONTACT,
}


def test_every_role_and_capability_has_its_words():
    """A page must never show a code."""
    assert set(ROLES) == set(Role)
    assert set(CAPABILITIES) == set(Capability)


def test_the_administrator_reads_no_content_and_readers_administer_nothing():
    """Separation of duties, stated for every role."""
    for role in Role:
        administers = has_capability(role, Capability.ADMINISTER)
        assert administers == (role is Role.NODE_ADMINISTRATOR)
        if administers or role in {Role.PRIVACY_OFFICER, Role.HUMAN_RIGHTS_DESK, Role.PLANNER}:
            assert not any(has_capability(role, one) for one in CONTENT)


def test_every_capability_is_somebodys_and_sending_is_the_desks_alone():
    """A capability that nobody has is a page that nobody can open."""
    for capability in Capability:
        assert any(has_capability(role, capability) for role in Role)
    senders = {role for role in Role if has_capability(role, Capability.SEND_REQUEST)}
    assert senders == {Role.SPOC_DESK, Role.PROSECUTOR}


@pytest.mark.parametrize(
    ("path", "fits"),
    [
        ("/", True),
        ("/requests/0b8f1c9e-5f0e-4f6c-9d55-0f8f3d0f2b11", True),
        ("/casework/threads/12#entry-4", True),
        ("", False),
        ("requests/1", False),
        ("//elsewhere/x", False),
        ("/people/jip.voorbeeld", False),
        ("/search?query=x", False),
        ("/a b", False),
        ("/x\n", False),
        ("/" + "a" * LONGEST_PATH, False),
    ],
)
def test_a_notice_leads_to_ids_alone(path, fits):
    """No dot, no query, no host: neither a name nor a search term can travel."""
    assert is_path(path) is fits


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://duty.example/x", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://[::1]/x", True),
        ("http://localhost/x", True),
        ("http://duty.example/x", False),
        ("http://127.0.0.1.example/x", False),
        ("https://user:word@duty.example/x", False),
        ("https:///x", False),
        ("https://duty.example:port/x", False),
        ("https://[half", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_a_webhook_is_called_over_a_closed_line(address, allowed):
    """In the clear only on this machine itself."""
    assert is_allowed_target(address) is allowed


@given(st.integers(1, 10_000))
def test_the_wait_grows_and_has_an_end(attempts):
    """Never sooner than before, never longer than an hour."""
    assert FIRST_WAIT <= wait_after(attempts) <= wait_after(attempts + 1) <= LONGEST_WAIT
    assert wait_after(1) == timedelta(seconds=30)
    assert wait_after(2) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "unit", "person"),
    [
        ("spoc", True, True),
        ("post-2", True, True),
        ("x", True, True),
        ("jip.voorbeeld", False, True),
        ("", False, False),
        ("-x", False, False),
        ("Upper", False, False),
        ("../keys", False, False),
        ("a b", False, False),
        ("spoc\n", False, False),
        ("a" * 40, True, True),
        ("a" * 41, False, True),
        ("a" * 61, False, False),
    ],
)
def test_codes_and_user_names_are_plain(text, unit, person):
    """A code becomes an address and a file name; a user name is typed by tired people."""
    assert is_unit_code(text) is unit
    assert is_username(text) is person


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("0b8f1c9e-5f0e-4f6c-9d55-0f8f3d0f2b11", True),
        ("0B8F1C9E-5F0E-4F6C-9D55-0F8F3D0F2B11", False),
        ("0b8f1c9e5f0e4f6c9d550f8f3d0f2b11", False),
        ("Rico Fantasia", False),
        ("", False),
    ],
)
def test_an_id_is_no_name(text, fits):
    """The log keeps ids; whatever else was typed is not kept."""
    assert is_id(text) is fits
