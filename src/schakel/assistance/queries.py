"""Questions about requests; the walls are those of the thread they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from schakel.access.core.policy import Kind
from schakel.access.queries import Shape, either_of, visible
from schakel.accounts.queries import User
from schakel.assistance.models import Answer, AnswerFile, Request
from schakel.casework.queries import FILES
from schakel.clocks.core.limits import Clock, due_at, elapsed_pause
from schakel.clocks.core.timing import Occasion
from schakel.custody.queries import evidence_until, list_items_in_question
from schakel.instruments.core.instruments import Instrument, instruments
from schakel.instruments.core.states import ENDED, Side, State
from schakel.kernel.errors import NotFoundError
from schakel.network.queries import get_node
from schakel.retention.queries import put_away_ids
from schakel.shell.work import ObjectState

__all__ = ["Answer", "Request"]
PAGE = "/requests/"
# What left or came in while the unit took part, or was released to it.
_PRESENT = either_of(
    FILES.seated("thread_id", at="made_at", only=Q(side=Side.ASKED)),
    FILES.seated("thread_id", at="sent_at", only=Q(side=Side.ASKING)),
)
REQUEST = Shape(
    kind=Kind.REQUEST,
    facts={
        **FILES.on_report_of_thread("thread_id"),
        "drafting_unit": "drafting_unit__code",
        "handling_unit": "handling_unit__code",
        "present": _PRESENT,
        "released": FILES.released_by_page(PAGE),
    },
)
RUNS = (State.SENT, State.RECEIVED, State.TAKEN_UP, State.CLARIFYING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningClock:
    """A clock with both zones: that of the State which must act, and that of the other."""

    clock: Clock
    acting_zone: str
    other_zone: str
    stands_still: bool
    over: bool


def get_request(request_id: UUID, *, for_user: User) -> Request:
    """Return a request of a thread in which the user's unit takes part.

    Raises:
        NotFoundError: No such request for this user.
    """
    found = _requests(for_user).filter(id=request_id).first()
    if found is None:
        raise NotFoundError("no such request")
    return found


def list_requests(for_user: User) -> QuerySet[Request]:
    """Return the requests that the user may see, newest change first."""
    return _requests(for_user).order_by("-changed_at")


def list_open(for_user: User) -> QuerySet[Request]:
    """Return the requests that may wait for somebody, newest change first.

    One that was closed still does while its giver is asked for consent.
    """
    asked = Answer.objects.filter(id__in=list_items_in_question()).values("request_id")
    settled = Q(state=State.CLOSED.value) & ~Q(id__in=asked)
    ended = Q(state__in=[state.value for state in ENDED])
    return list_requests(for_user).exclude(ended | settled)


def list_in_thread(thread_id: UUID, *, for_user: User) -> list[Request]:
    """Return the requests of a thread that the user may see, oldest first."""
    return list(_requests(for_user).filter(thread_id=thread_id).order_by("made_at"))


def find_request(request_id: UUID, *, node: str = "") -> Request:
    """Return the request that a message of `node` is about; without one, for no person's eyes.

    Raises:
        NotFoundError: None between that node and this one.
    """
    between = {"partner_node": node} if node else {}
    found = Request.objects.filter(id=request_id, **between).first()
    if found is None:
        raise NotFoundError("no such request between us")
    return found


def get_answer(answer_id: UUID, *, for_user: User) -> Answer:
    """Return an answer to a request that the user may see.

    Raises:
        NotFoundError: No such answer for this user.
    """
    seen = Answer.objects.filter(id=answer_id, request__in=_requests(for_user))
    answer = seen.select_related("request").first()
    if answer is None:
        raise NotFoundError("no such answer")
    return answer


def instrument_of(request: Request) -> Instrument:
    """Return the instrument of a request.

    Raises:
        NotFoundError: This node does not have it.
    """
    found = instruments.find(request.instrument)
    if found is None:
        raise NotFoundError("no such instrument")
    return found


def clock_of(request: Request, *, now: datetime) -> RunningClock | None:
    """Return the clock of a request that was received and waits for an answer, or None."""
    if request.received_at is None or request.state not in RUNS:
        return None
    occasion = Occasion(
        event="received",
        urgent=bool(request.urgency),
        directly_accessible=request.directly_accessible,
    )
    limit = instrument_of(request).timing.limits(occasion)[0]
    own, theirs = settings.SCHAKEL_NODE.time_zone, _partner_zone(request)
    acting, other = (own, theirs) if request.side == Side.ASKED else (theirs, own)
    spans = list(request.pauses.values_list("began_at", "ended_at"))
    pauses = elapsed_pause(spans, now=now)
    due = due_at(limit, started_at=request.received_at, zone=acting, pauses=pauses)
    return RunningClock(
        clock=Clock(limit=limit, due=due),
        acting_zone=acting,
        other_zone=other,
        stands_still=any(end is None for _, end in spans),
        over=due < now,
    )


def use_of(answer: Answer, *, at: datetime | None = None) -> str:
    """Return what an answer may be used for at a moment, or by what is written: evidence or not."""
    return "evidence" if evidence_until(answer.id, at=at) else "information"


def shared_originals(user: User, ids: set[UUID]) -> set[UUID]:
    """Return the files of answers that `user` may see, for the intake."""
    files = AnswerFile.objects.filter(original_id__in=ids, answer__request__in=_requests(user))
    return set(files.values_list("original_id", flat=True))


def all_originals() -> QuerySet[AnswerFile]:
    """Return which files belong to answers, for the intake."""
    return AnswerFile.objects.all()


def seen_originals(user: User) -> QuerySet[AnswerFile]:
    """Return which of them belong to answers that `user` may see, for the intake."""
    return AnswerFile.objects.filter(answer__request__in=_requests(user))


def home_of_original(user: User, original_id: UUID) -> tuple[str, str] | None:
    """Return the page and reference of the request that a file answers, for the intake."""
    found = _requests(user).filter(answers__files__original_id=original_id).first()
    return (reverse("assistance:request", args=[found.id]), found.reference) if found else None


def visible_requests(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these requests that `user` may see, for the search."""
    found = _requests(user).filter(id__in=ids).values_list("id", flat=True)
    return {one: reverse("assistance:request", args=[one]) for one in found}


def visible_answers(user: User, ids: set[UUID]) -> dict[UUID, str]:
    """Return the page of each of these answers that `user` may see, for the search."""
    found = Answer.objects.filter(id__in=ids, request__in=_requests(user))
    found = found.exclude(id__in=put_away_ids("item"))
    return {
        answer: reverse("assistance:request", args=[request])
        for answer, request in found.values_list("id", "request_id")
    }


def list_states(user: User) -> Iterable[ObjectState]:
    """Yield every request and answer that `user` may see."""
    for request in _requests(user):
        yield ObjectState(kind="request", id=str(request.id), state=request.state)
        for answer in request.answers.all():
            yield ObjectState(kind="answer", id=str(answer.id), state=use_of(answer))


def _requests(user: User) -> QuerySet[Request]:
    rows = Request.objects.select_related("authority", "drafting_unit", "handling_unit")
    rows = rows.exclude(id__in=put_away_ids("request"))
    return visible(rows, REQUEST, for_user=user)


def _partner_zone(request: Request) -> str:
    if request.authority is not None:
        return request.authority.time_zone
    try:
        return get_node(request.partner_node).time_zone
    except NotFoundError:
        return "UTC"


def list_carried_requests(thread_ids: Iterable[UUID]) -> list[Request]:
    """Return the requests of these threads that another carrier took; for the privacy officer."""
    return list(
        Request.objects.filter(
            thread_id__in=thread_ids,
            side=Side.ASKING,
            sent_at__isnull=False,
            envelope_id__isnull=True,
        ).order_by("sent_at")
    )
