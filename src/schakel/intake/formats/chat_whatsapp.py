"""WhatsApp's "export chat", from Android and iOS, in the languages seen so far."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._chats import Message, compose_chat
from schakel.intake.formats._decoding import decode, looks_like_text

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
_SPACES = re.compile("[\u00a0\u202f\u2009]")
_LINE = re.compile(
    r"""\[?
    (?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}),?[ ]
    (?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?
    (?:[ ]?(?P<half>[ap])\.?[ ]?m\.?)?
    (?:\][ ]|[ ]-[ ])
    (?P<rest>.*)""",
    re.X | re.I,
)
_SPEAKER = re.compile(r"([^:\n]{1,80}): (.*)|([^:\n]{1,80}):$", re.S)
_ENOUGH = 2  # lines that begin as a message


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """A date as written, in three numbers, with the time of day."""

    written: str
    numbers: tuple[int, int, int]
    hour: int
    minute: int
    second: int | None

    def as_moment(self, order: str) -> datetime | None:
        """Return the moment when the numbers stand in `order`, or None when they cannot."""
        values = dict(zip(order, self.numbers, strict=True))
        year = values["y"] + 2000 if values["y"] < 100 else values["y"]
        try:
            return datetime(  # noqa: DTZ001  # the export names no zone
                year, values["m"], values["d"], self.hour, self.minute, self.second or 0
            )
        except ValueError:
            return None


class WhatsApp:
    """A text file in which every message begins with a date, a time and a name."""

    media_type = "text/x-whatsapp-chat"
    suffixes = frozenset({".txt"})
    rank = 800

    def matches(self, file: File) -> bool:
        """Tell whether enough lines at the beginning look like messages."""
        if not looks_like_text(file.head):
            return False
        lines = _tidy(decode(file.head)[0]).split("\n")[:60]
        hits = [line for line in lines if _LINE.match(line)]
        return len(hits) >= _ENOUGH and _LINE.match(next(filter(None, lines), "")) is not None

    def read(self, file: File, context: Context) -> Read:
        """Return the messages, with ISO dates when day and month can be told apart."""
        text, problems = decode(file.path.read_bytes())
        drafts = list(_messages(_tidy(text)))
        order = _order_of([stamp for stamp, _ in drafts])
        shown, facts = compose_chat(
            replace(message, at=_shown(stamp, order)) for stamp, message in drafts
        )
        if not order:
            problems = (*problems, Problem.UNCERTAIN_DATES)
        return Read(text=shown, problems=problems, facts=facts)


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", _MARKS.sub("", text.replace("\r\n", "\n")))


def _messages(text: str) -> Iterator[tuple[_Stamp, Message]]:
    stamp: _Stamp | None = None
    lines: list[str] = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        if match is None:
            lines.append(line)
            continue
        if stamp:
            yield stamp, _message("\n".join(lines))
        stamp, lines = _stamp(match), [match["rest"]]
    if stamp:
        yield stamp, _message("\n".join(lines))


def _stamp(match: re.Match[str]) -> _Stamp:
    first, second, third = (int(part) for part in re.split(r"[./-]", match["date"]))
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return _Stamp(
        written=match["date"],
        numbers=(first, second, third),
        hour=hour,
        minute=int(match["minute"]),
        second=int(match["second"]) if match["second"] else None,
    )


def _message(text: str) -> Message:
    body = text.rstrip("\n")
    match = _SPEAKER.match(body)
    if match is None:
        return Message(at="", speaker="", text=body)
    return Message(at="", speaker=match[1] or match[3], text=match[2] or "")


def _order_of(stamps: Sequence[_Stamp]) -> str:
    """Return the only order of day, month and year in which all dates exist and time runs on.

    Empty when both orders fit: then nobody guesses.
    """
    if all(stamp.numbers[0] > 31 for stamp in stamps):
        return "ymd"
    fitting = [order for order in ("dmy", "mdy") if _fits(stamps, order)]
    return fitting[0] if len(fitting) == 1 else ""


def _fits(stamps: Sequence[_Stamp], order: str) -> bool:
    moments = [stamp.as_moment(order) for stamp in stamps]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return False
    # Phones without a network send late: a few steps back are no proof, many are.
    back = sum(
        later.date() < earlier.date() for earlier, later in zip(known, known[1:], strict=False)
    )
    return back <= len(known) // 50


def _shown(stamp: _Stamp, order: str) -> str:
    clock = f"{stamp.hour:02d}:{stamp.minute:02d}"
    if stamp.second is not None:
        clock += f":{stamp.second:02d}"
    moment = stamp.as_moment(order) if order else None
    return f"{moment.date().isoformat() if moment else stamp.written} {clock}"


formats.register("whatsapp", WhatsApp())
