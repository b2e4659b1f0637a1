"""Direct questions: asked once, answered once, by whom they were asked."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from schakel.exchange.actions import CallFailedError, answer_call, call
from schakel.exchange.models import Link, SeenCall
from schakel.kernel.errors import UnusableInputError
from schakel.wire.actions.sealing import ANSWER, ENVELOPE, QUESTION
from schakel.wire.core.errors import EnvelopeRefusedError
from schakel.wire.core.kinds import CallKind, call_kinds
from tests.exchange.partner import NOON, THREAD, Partner, an_envelope
from tests.exchange.test_sending import cleared_for

pytestmark = pytest.mark.django_db


def ask(body=None, *, cleared=None, to_node="it"):
    """Ask the partner."""
    body = {"text": "hallo"} if body is None else body
    return call(
        cleared=cleared or cleared_for(body),
        to_node=to_node,
        thread_id=THREAD,
        kind="test.ask",
        body=body,
        now=NOON,
    )


def replying(partner, *, typ=ANSWER, key=None, **changes):
    """Return a line on which the partner answers, with some fields changed."""

    def answer(request):
        question = partner.open(json.loads(request.content))
        said = an_envelope(seq=0, prev=str(question.id), kind=question.kind, body={"echo": "ja"})
        return httpx.Response(200, json=partner.seal(replace(said, **changes), typ=typ, key=key))

    return answer


def test_a_question_gets_its_answer(partner, line):
    """The simple case; and a line that works is not down."""
    Link.objects.create(node="it", down_since=NOON)
    line.answer = replying(partner)
    assert ask() == {"echo": "ja"}
    assert Link.objects.get().down_since is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"prev": str(THREAD)}, "exchange.not-the-answer"),
        ({"kind": "test.other"}, "exchange.not-the-answer"),
        ({"typ": QUESTION}, "exchange.bad-shape"),
        ({"typ": ENVELOPE}, "exchange.bad-shape"),
        ({"to": ("xz",)}, "exchange.wrong-recipient"),
        ({"created": NOON + timedelta(hours=1)}, "exchange.from-the-future"),
        ({"created": NOON - timedelta(hours=2), "expires": NOON}, "exchange.expired"),
        ({"key": Partner().signing}, "exchange.unknown-sender"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_an_answer_to_something_else(partner, line, change, problem):
    """What was not asked is not answered."""
    line.answer = replying(partner, **change)
    with pytest.raises(CallFailedError) as caught:
        ask()
    assert caught.value.problem == problem


def test_an_answer_of_another_partner(partner, line):
    """One partner cannot answer for another."""
    other = Partner("xz", country="XZ").link()
    other.encryption = partner.encryption
    other.open = partner.open
    line.answer = replying(other, sender="xz")
    with pytest.raises(CallFailedError) as caught:
        ask()
    assert caught.value.problem == "exchange.unknown-sender"


@pytest.mark.parametrize("status", [400, 403, 500])
def test_no_answer(partner, line, status):
    """The caller is told, and the administrator sees since when."""
    line.answer = lambda request: httpx.Response(status)
    with pytest.raises(CallFailedError) as caught:
        ask()
    assert caught.value.problem == "exchange.no-answer"
    assert Link.objects.get().down_since == NOON


def test_nobody_to_ask(line, db):
    """A suspended or unknown node is not asked."""
    with pytest.raises(CallFailedError) as caught:
        ask()
    assert caught.value.problem == "exchange.not-linked"
    assert not line.requests


@pytest.mark.parametrize(
    "cleared", [cleared_for({}), cleared_for({"text": "hallo"}, receiver="XZ")], ids=["b", "r"]
)
def test_a_question_needs_the_gate(partner, line, cleared):
    """A question tells something, too."""
    with pytest.raises(ValueError, match="the gate cleared"):
        ask(cleared=cleared)
    assert not line.requests


def question(partner, **changes):
    """Return a sealed question of the partner."""
    made = an_envelope(kind="test.ask", seq=0, expires=NOON + timedelta(minutes=5))
    return partner.seal(replace(made, **changes), typ=QUESTION)


def refusal(sealed, *, now=NOON):
    """Return why a question is not answered."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        answer_call(sealed, now=now)
    return caught.value.refusal


def test_a_question_is_answered_once(partner, handled):
    """Who overheard it must not be able to ask it again."""
    asked = question(partner)
    assert partner.open(answer_call(asked, now=NOON)).body == {"echo": "Boot om zes uur"}
    assert refusal(asked) == "exchange.replayed"


def test_what_was_seen_is_forgotten_when_it_can_no_longer_be_repeated(partner, handled):
    """The list of ids must not grow for ever."""
    asked = question(partner)
    answer_call(asked, now=NOON)
    later = NOON + timedelta(hours=1)
    answer_call(question(partner, created=later, expires=later + timedelta(minutes=5)), now=later)
    assert SeenCall.objects.count() == 1
    assert refusal(asked, now=later) == "exchange.expired"


def test_a_question_that_lives_too_long(partner, handled):
    """It could be repeated after its id was forgotten."""
    assert refusal(question(partner, expires=NOON + timedelta(days=1))) == "exchange.bad-shape"


def test_a_question_has_no_number(partner, handled):
    """Numbers belong to messages, which are kept."""
    assert refusal(question(partner, seq=1)) == "exchange.bad-shape"


def test_a_kind_of_question_that_is_not_known(partner, handled):
    """Messages are no questions: what a handler would do is never done by a call."""
    assert refusal(question(partner, kind="test.note")) == "exchange.unknown-kind"


def test_a_question_that_cannot_be_used(partner, handled):
    """The partner learns that it was not understood."""

    def unusable(message):
        raise UnusableInputError("no")

    call_kinds._entries["test.ask"] = CallKind(name="test.ask", answer=unusable)
    assert refusal(question(partner)) == "exchange.unusable-body"


def test_a_message_is_no_question(partner, handled):
    """And cannot be made one by sending it elsewhere."""
    assert refusal(partner.send(kind="test.ask")) == "exchange.bad-shape"
