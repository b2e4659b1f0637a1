"""How the room answers for its items."""

from uuid import UUID

from schakel.accounts.queries import User
from schakel.assistance import queries
from schakel.assistance.actions.holding import erase_answer
from schakel.assistance.models import Answer
from schakel.custody.core.holders import Content, Holder


def _visible(user: User, ids: set[UUID]) -> set[UUID]:
    return set(queries.visible_answers(user, ids))


def _read(answer_id: UUID) -> Content:
    answer = Answer.objects.get(id=answer_id)
    originals = tuple(answer.files.values_list("original_id", flat=True))
    return Content(text=answer.text, restrictions=answer.restrictions, originals=originals)


def _page(answer_id: UUID) -> str:
    request_id = Answer.objects.values_list("request_id", flat=True).get(id=answer_id)
    return f"{queries.PAGE}{request_id}"


ANSWERS = Holder(visible=_visible, read=_read, erase=erase_answer, page=_page)
