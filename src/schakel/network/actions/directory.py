"""Keep the directory of authorities and desks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from schakel.audit.actions import record
from schakel.kernel.errors import UnusableInputError
from schakel.network.models import Authority, Contact
from schakel.network.wording import CHANNELS, KINDS


def load_directory(rows: Iterable[Mapping[str, Any]], *, now: datetime) -> int:
    """Put authorities into the directory, or bring them up to date; return how many.

    Args:
        rows: Fields of `Authority`, and `contacts` with a list of fields of `Contact`.
        now: The moment.

    Raises:
        UnusableInputError: An unknown kind, channel or status; nothing was changed.
    """
    count = 0
    with transaction.atomic():
        for row in rows:
            values = dict(row)
            contacts = values.pop("contacts", ())
            _require_known(values, contacts)
            key = {name: values.pop(name) for name in ("country", "kind", "name_en")}
            authority, _ = Authority.objects.update_or_create(**key, defaults=values)
            for contact in contacts:
                _put_contact(authority, contact)
            count += 1
        record(at=now, event="directory:load", actor="node", facts={"rows": count})
    return count


def _put_contact(authority: Authority, given: Mapping[str, Any]) -> None:
    values = dict(given)
    key = {name: values.pop(name) for name in ("function", "channel")}
    Contact.objects.update_or_create(authority=authority, **key, defaults=values)


def _require_known(values: Mapping[str, Any], contacts: Iterable[Mapping[str, Any]]) -> None:
    channels = {*values["channels"], *(contact["channel"] for contact in contacts)}
    if values["kind"] not in KINDS or not channels <= set(CHANNELS):
        raise UnusableInputError("the kind or a channel of an authority is not known")
    if values["status"] not in Authority.Status.values:
        raise UnusableInputError("the status of an authority is not known")
