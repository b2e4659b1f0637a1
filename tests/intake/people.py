"""People and units of an invented node."""

from datetime import UTC, datetime

from schakel.accounts.actions import make_unit, make_user
from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def a_person(name="vera", *, unit="liaison", role=Role.LIAISON_OFFICER):
    """Return a person of a unit, both made when they are not there."""
    make_unit(
        code=unit, kind=unit, name_en=unit, name_nl=unit, controller="x", regime="wpg", now=NOON
    )
    return make_user(username=name, name=f"{name} Demo", role=role, unit_code=unit, now=NOON)


def events():
    """Return what the log says about originals and findings, oldest first."""
    found = LogEntry.objects.filter(event__regex="^(original|finding):").order_by("at", "event")
    return [entry.event for entry in found]


def sign_in(client, user):
    """Sign `user` in the way the practice environment does, and return the browser."""
    client.force_login(user)
    session = client.session
    session["schakel_entered_by_link"] = True
    session.save()
    return client
