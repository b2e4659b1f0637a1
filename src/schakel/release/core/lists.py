"""Which fields of a person may go: by role, purpose and receiver, each only narrowing.

Source: Regulation (EU) 2016/794, Annex II, B(2)-(6), for the groups; the sets for smuggled persons,
for returns and for Frontex and UNODC are house rules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schakel.handling.core.case import Purpose, Subject
from schakel.handling.core.organisations import find_organisation
from schakel.kernel.fieldnames import list_fields_outside_readmission


class Why(StrEnum):
    """Why a field stays."""

    ROLE = "role"
    PURPOSE = "purpose"
    RECEIVER = "receiver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """What leaves of a record, and what stays and why.

    Attributes:
        leaves: Field to values.
        stays: Field to the list that keeps it.
    """

    leaves: Mapping[str, tuple[str, ...]]
    stays: Mapping[str, Why]


# The names of the fields of a record; the kinds of identifiers are the rest.
_PERSONAL = frozenset({"name", "birth_date", "nationality", "minor", "role"})
_DOCUMENTS = frozenset({"mrz"})
_COMMUNICATION = frozenset({"phone", "email", "url", "handle", "imei"})
_ECONOMIC = frozenset({"iban", "card", "amount"})
_TRANSPORT = frozenset({"plate", "vin", "imo", "mmsi"})
_PLACES = frozenset({"coordinates", "place", "date"})
ALL = _PERSONAL | _DOCUMENTS | _COMMUNICATION | _ECONOMIC | _TRANSPORT | _PLACES
# B(4)-(5): of victims and witnesses personal details up to identity documents; no telephone, no
# account, no whereabouts.
SMALLEST = _PERSONAL | _DOCUMENTS
BY_ROLE: Mapping[Subject, frozenset[str]] = {
    Subject.SUSPECT: ALL,
    Subject.CONVICTED: ALL,
    Subject.CONTACT: ALL,
    Subject.VICTIM: SMALLEST,
    Subject.WITNESS: SMALLEST,
    Subject.SMUGGLED_PERSON: SMALLEST,
    Subject.INFORMANT: frozenset(),
}
_ACCUSED = frozenset({Subject.SUSPECT, Subject.CONVICTED})
# The name under which the readmission form knows a field, where it is another one.
_ON_THE_FORM = {"mrz": "travel_document"}


def trim(
    record: Mapping[str, Iterable[str]], *, role: Subject, purpose: Purpose, receiver: str
) -> Trimmed:
    """Return what leaves of a record; whatever is not on a list stays.

    Args:
        record: Field to its values; empty ones are left out.
        role: The role of the person in the case.
        purpose: What the receiver will use it for.
        receiver: A country or an organisation.
    """
    leaves: dict[str, tuple[str, ...]] = {}
    stays: dict[str, Why] = {}
    for field, given in sorted(record.items()):
        values = tuple(given)
        if not values:
            continue
        why = _kept_by(field, role=role, purpose=purpose, receiver=receiver)
        if why is None:
            leaves[field] = values
        else:
            stays[field] = why
    return Trimmed(leaves=leaves, stays=stays)


def _kept_by(field: str, *, role: Subject, purpose: Purpose, receiver: str) -> Why | None:
    if field not in BY_ROLE[role]:
        return Why.ROLE
    if not _fits_purpose(field, purpose):
        return Why.PURPOSE
    return None if _fits_receiver(role, receiver) else Why.RECEIVER


def _fits_purpose(field: str, purpose: Purpose) -> bool:
    """Statistics name nobody; a return has its form, and no role in a criminal case is on it."""
    if purpose is Purpose.RETURN:
        return not list_fields_outside_readmission([_ON_THE_FORM.get(field, field)])
    return purpose is not Purpose.STATISTICS


def _fits_receiver(role: Subject, receiver: str) -> bool:
    organisation = find_organisation(receiver)
    if organisation is None:
        return True
    return organisation.operational and (receiver != "FRONTEX" or role in _ACCUSED)
