"""Requests of persons, breaches and notices, as the privacy officer finds them."""

from uuid import UUID

from schakel.accounts.queries import Capability, User, require
from schakel.kernel.errors import NotFoundError
from schakel.oversight.models import Breach, RecipientNotice, SubjectRequest


def list_requests(*, for_user: User) -> list[SubjectRequest]:
    """Return the requests of persons, open ones first, then by day."""
    require(for_user, Capability.OVERSEE)
    return sorted(
        SubjectRequest.objects.all(), key=lambda one: (bool(one.outcome), one.received_date)
    )


def get_request(request_id: UUID, *, for_user: User) -> SubjectRequest:
    """Return one request of a person.

    Raises:
        NotFoundError: There is none.
    """
    require(for_user, Capability.OVERSEE)
    found = SubjectRequest.objects.filter(id=request_id).first()
    if found is None:
        raise NotFoundError("no such request")
    return found


def list_breaches(*, for_user: User) -> list[Breach]:
    """Return the breaches, newest first."""
    require(for_user, Capability.OVERSEE)
    return list(Breach.objects.order_by("-discovered_at"))


def get_breach(breach_id: UUID, *, for_user: User) -> Breach:
    """Return one breach.

    Raises:
        NotFoundError: There is none.
    """
    require(for_user, Capability.OVERSEE)
    found = Breach.objects.filter(id=breach_id).first()
    if found is None:
        raise NotFoundError("no such breach")
    return found


def get_notice(notice_id: UUID, *, for_user: User) -> RecipientNotice:
    """Return one notice to a recipient.

    Raises:
        NotFoundError: There is none.
    """
    require(for_user, Capability.OVERSEE)
    found = RecipientNotice.objects.filter(id=notice_id).first()
    if found is None:
        raise NotFoundError("no such notice")
    return found
