"""A text cut where something was found in it, so that a page can mark it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Name = TypeVar("Name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Generic[Name]):
    """From code point `start` up to, not including, `end` of a text; `name` says what is there."""

    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Generic[Name]):
    """A piece of the text and everything found there, longest first."""

    text: str
    names: tuple[Name, ...] = ()


def cut_text(text: str, spans: Sequence[Span[Name]]) -> tuple[Segment[Name], ...]:
    """Return `text` in pieces, so that each piece lies within the same spans from end to end.

    Args:
        text: The text of a part, or its beginning.
        spans: What was found; may overlap, and may reach beyond `text`.

    Returns:
        Segments whose texts joined are `text`.
    """
    size = len(text)
    edges = sorted({0, size, *(min(edge, size) for one in spans for edge in (one.start, one.end))})
    starting: dict[int, list[Span[Name]]] = {}
    for span in spans:
        starting.setdefault(span.start, []).append(span)
    open_spans: list[Span[Name]] = []
    segments = []
    for start, end in zip(edges, edges[1:], strict=False):
        open_spans = [one for one in open_spans if one.end > start] + starting.get(start, [])
        longest_first = sorted(open_spans, key=lambda one: one.start - one.end)
        names = tuple(one.name for one in longest_first)
        segments.append(Segment(text=text[start:end], names=names))
    return tuple(segments)
