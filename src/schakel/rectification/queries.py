"""Questions about notices that partners gave us."""

from uuid import UUID

from schakel.accounts.queries import Capability, User, require
from schakel.custody.queries import find_item
from schakel.kernel.errors import NotFoundError
from schakel.rectification.models import HeardNotice


def list_heard(*, for_user: User) -> list[tuple[HeardNotice, list[str]]]:
    """Return each notice with the references of the items it is about, what is open first.

    Raises:
        NotAllowedError: The role does not oversee.
    """
    require(for_user, Capability.OVERSEE)
    found = sorted(
        HeardNotice.objects.select_related("settled_by").order_by("-received_at")[:500],
        key=lambda one: one.settled_at is not None,
    )
    return [(one, _references(one)) for one in found]


def get_heard(heard_id: UUID, *, for_user: User) -> HeardNotice:
    """Return one notice.

    Raises:
        NotFoundError: There is none.
    """
    require(for_user, Capability.OVERSEE)
    found = HeardNotice.objects.filter(id=heard_id).first()
    if found is None:
        raise NotFoundError("no such notice")
    return found


def _references(heard: HeardNotice) -> list[str]:
    items = (find_item(UUID(one)) for one in heard.item_ids)
    return sorted({item.reference for item in items if item is not None})
