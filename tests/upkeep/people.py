"""The people of a node that is only kept running."""

from django.utils import timezone

from schakel.accounts.actions import invite, make_unit, make_user
from schakel.accounts.core.roles import Role


def fill() -> None:
    """Add an office with an administrator, who has an open invitation, and a privacy officer."""
    now = timezone.now()
    names = {"name_en": "Office", "name_nl": "Kantoor", "controller": "Somebody"}
    make_unit(code="office", kind="office", regime="avg", now=now, **names)
    for name, role in (("ada", Role.NODE_ADMINISTRATOR), ("pia", Role.PRIVACY_OFFICER)):
        make_user(username=name, name=name, role=role, unit_code="office", now=now)
    invite(username="ada", now=now)
