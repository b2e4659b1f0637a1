"""Why a message does not leave, or a question gets no answer: one stable code each.

`docs/reference/exchange-errors.md` is this and `wire.core.errors` as a table; a test compares them.
"""

from typing import ClassVar

from schakel.kernel.errors import SchakelError

PROBLEMS: dict[str, str] = {
    "exchange.unreachable": "The other node cannot be reached.",
    "exchange.restored": "What was sent is known to the other node alone, after a restore.",
    "exchange.no-answer": "The other node gave no usable answer.",
    "exchange.no-receipt": "The other node signed for nothing.",
    "exchange.not-linked": "The link is suspended, or there is none.",
    "exchange.stopped": "Somebody of this node stopped it.",
    "exchange.called-back": "What it brought was recalled before it left.",
    "exchange.file-gone": "The file that went with the message is no longer kept here.",
    "exchange.not-spoken": "The other node runs an older version, which cannot do this.",
    "exchange.not-the-answer": "The answer is not to the question that was asked.",
}


class CallFailedError(SchakelError):
    """A direct question to a partner that got no usable answer; `problem` is a stable code."""

    code: ClassVar[str] = "exchange.call_failed"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem
