"""Questions of the privacy officer: who got what about a person, what is due, what is processed."""

from schakel.oversight.queries.disclosures import (
    Disclosure,
    Found,
    find_persons,
    get_person,
    list_disclosures,
    list_recipients,
)
from schakel.oversight.queries.files import (
    get_breach,
    get_notice,
    get_request,
    list_breaches,
    list_requests,
)
from schakel.oversight.queries.register import Activity, list_activities

__all__ = [
    "Activity",
    "Disclosure",
    "Found",
    "find_persons",
    "get_breach",
    "get_notice",
    "get_person",
    "get_request",
    "list_activities",
    "list_breaches",
    "list_disclosures",
    "list_recipients",
    "list_requests",
]
