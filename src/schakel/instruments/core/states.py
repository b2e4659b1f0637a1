"""The one state machine of requests, on both sides.

Source: the message set of Implementing Regulation (EU) 2026/101, Annex V, and Directive (EU)
2023/977, arts 4 to 6; the states are ours.
"""

from dataclasses import dataclass
from enum import StrEnum

from schakel.kernel.errors import ConflictError


class Side(StrEnum):
    """Who asks and who is asked."""

    ASKING = "asking"
    ASKED = "asked"


class State(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    SENT = "sent"
    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    CLARIFYING = "clarifying"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class Step(StrEnum):
    """What moves a request."""

    SUBMIT = "submit"
    RETURN = "return"
    SEND = "send"
    RECEIVE = "receive"
    TAKE_UP = "take-up"
    ASK_CLARIFICATION = "ask-clarification"
    CLARIFY = "clarify"
    ANSWER = "answer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    CLOSE = "close"


_OPEN = (State.SENT, State.RECEIVED, State.TAKEN_UP, State.CLARIFYING)
ENDED = frozenset({State.REFUSED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One arrow: from where, by which step, to where, and which side takes the step."""

    start: State
    step: Step
    end: State
    by: Side


TRANSITIONS: tuple[Transition, ...] = (
    Transition(start=State.DRAFT, step=Step.SUBMIT, end=State.IN_REVIEW, by=Side.ASKING),
    Transition(start=State.IN_REVIEW, step=Step.RETURN, end=State.DRAFT, by=Side.ASKING),
    Transition(start=State.IN_REVIEW, step=Step.SEND, end=State.SENT, by=Side.ASKING),
    Transition(start=State.DRAFT, step=Step.WITHDRAW, end=State.WITHDRAWN, by=Side.ASKING),
    Transition(start=State.IN_REVIEW, step=Step.WITHDRAW, end=State.WITHDRAWN, by=Side.ASKING),
    *(
        Transition(start=start, step=Step.WITHDRAW, end=State.WITHDRAWN, by=Side.ASKING)
        for start in _OPEN
    ),
    *(
        Transition(start=start, step=Step.TAKE_UP, end=State.TAKEN_UP, by=Side.ASKED)
        for start in (State.SENT, State.RECEIVED)
    ),
    *(
        Transition(start=start, step=Step.ASK_CLARIFICATION, end=State.CLARIFYING, by=Side.ASKED)
        for start in (State.SENT, State.RECEIVED, State.TAKEN_UP)
    ),
    Transition(start=State.CLARIFYING, step=Step.CLARIFY, end=State.TAKEN_UP, by=Side.ASKING),
    *(
        Transition(start=start, step=Step.ANSWER, end=State.ANSWERED, by=Side.ASKED)
        for start in (*_OPEN, State.ANSWERED, State.CLOSED)
    ),
    Transition(start=State.ANSWERED, step=Step.CLOSE, end=State.CLOSED, by=Side.ASKING),
    *(
        Transition(start=start, step=Step.REFUSE, end=State.REFUSED, by=Side.ASKED)
        for start in _OPEN
    ),
)


class StepNotPossibleError(ConflictError):
    """The step does not fit the state, for example a second answer to a refused request."""

    code = "assistance.step_not_possible"


def next_state(state: State, step: Step, *, by: Side) -> State:
    """Return where `step` of side `by` leads from `state`.

    Raises:
        StepNotPossibleError: Nowhere.
    """
    for transition in TRANSITIONS:
        if (transition.start, transition.step, transition.by) == (state, step, by):
            return transition.end
    raise StepNotPossibleError(f"a request that is {state} cannot be changed by {step}")


def possible_steps(state: State, *, by: Side) -> frozenset[Step]:
    """Return the steps that side `by` can take from `state`."""
    return frozenset(t.step for t in TRANSITIONS if t.start is state and t.by is by)


def diagram() -> str:
    """Return the machine as a Mermaid state diagram."""
    lines = [
        f"    {t.start.replace('-', '_')} --> {t.end.replace('-', '_')}: {t.step} ({t.by})"
        for t in TRANSITIONS
    ]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", "    [*] --> received", *lines, ""])
