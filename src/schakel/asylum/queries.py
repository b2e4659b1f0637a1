"""Questions about the questions: what the gate may assume, and what one may see."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, assigned_to, confined_to, visible
from schakel.accounts.queries import Capability, User, may
from schakel.asylum.core.check import is_valid_on, strictest
from schakel.asylum.models import AsylumCheck
from schakel.handling.core.case import Asylum
from schakel.kernel.errors import NotFoundError

CHECK = Shape(
    kind=Kind.ASYLUM_CHECK,
    facts={
        "unit": "unit__code",
        "author": "asked_by_id",
        "confined": confined_to("anchor_id"),
        "assigned": assigned_to("anchor_id"),
    },
)


def asylum_of(person_ids: Iterable[UUID], *, at: datetime) -> Asylum | None:
    """Return what the gate may assume of these persons together; None is not known.

    For the gate alone: whoever shows it to somebody shows it by the gate.
    """
    day = at.astimezone(ZoneInfo(settings.SCHAKEL_NODE.time_zone)).date()
    wanted = set(person_ids)
    answers: dict[UUID, Asylum] = {}
    for check in AsylumCheck.objects.filter(person_id__in=wanted, answered_at__lte=at).order_by(
        "answered_at"
    ):
        answers.pop(check.person_id, None)  # the newest answer alone counts
        assert check.answer_date is not None
        if is_valid_on(day, answer_date=check.answer_date):
            answers[check.person_id] = Asylum(check.answer)
    return strictest(answers.get(person_id) for person_id in wanted)


def get_check(check_id: UUID, *, for_user: User) -> AsylumCheck:
    """Return a question of the user's unit, or any for who answers.

    Raises:
        NotFoundError: No such question for this user.
    """
    found = _visible(for_user).select_related("asked_by", "answered_by").filter(id=check_id)
    check = found.first()
    if check is None:
        raise NotFoundError("no such question")
    return check


def find_newest(person_id: UUID, *, for_user: User) -> AsylumCheck | None:
    """Return the newest question about a person that this user may see, or None."""
    return _visible(for_user).filter(person_id=person_id).order_by("-asked_at").first()


def list_open(for_user: User) -> QuerySet[AsylumCheck]:
    """Return the unanswered questions that this user may see, the first due first."""
    return _visible(for_user).filter(answer="").order_by("due_at")


def answer_shown(check: AsylumCheck, *, for_user: User) -> str:
    """Return the code of the answer for who has clearance, and nothing for everybody else.

    The one who asked learns that it was answered, and when: the gate takes it into account.
    """
    return check.answer if may(for_user, Capability.READ_ASYLUM_GROUND) else ""


def _visible(user: User) -> QuerySet[AsylumCheck]:
    return visible(AsylumCheck.objects.all(), CHECK, for_user=user)
