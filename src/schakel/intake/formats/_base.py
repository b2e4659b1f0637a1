"""The plug of a format: what it is given, and what it gives back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Protocol, runtime_checkable

from schakel.intake.core.limits import Limits
from schakel.intake.core.problems import Problem
from schakel.kernel.registry import Registry

_HEAD = 8_192  # bytes: enough for every sign of type in use here
_TAIL = 66_000  # bytes: the end record of a zip archive with its longest comment


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to read: where it is, what it was called, and how it begins and ends."""

    path: Path
    name: str
    size: int
    head: bytes
    tail: bytes

    @classmethod
    def open(cls, path: Path, name: str) -> "File":
        """Look at the file at `path`, which its sender called `name`."""
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(max(0, size - _TAIL))
            tail = stream.read(_TAIL)
        return cls(path=path, name=name, size=size, head=head, tail=tail)

    @property
    def suffix(self) -> str:
        """The end of the name in lower case with its dot, or empty."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A file found inside another."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a format may need to know: the limits of this reading."""

    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a format made of a file.

    `pages` is None where the format has none; `children` is walked once and may be lazy, so that
    a thousand attachments are never in memory together; `shown` is the re-encoded copy of a
    picture; `media_type` is given where one format covers several.
    """

    text: str = ""
    pages: int | None = None
    problems: tuple[Problem, ...] = ()
    children: Iterable[Child] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    shown: bytes | None = None
    media_type: str = ""


class Format(Protocol):
    """One file format.

    `suffixes` are the ends of a name that go with this content: a file of this format under
    another known suffix is reported as lying. Formats are asked in the order of `rank`; `read`
    may raise anything: it runs in a process of its own.
    """

    media_type: str
    suffixes: frozenset[str]
    rank: int

    def matches(self, file: File) -> bool:
        """Tell from its first and last bytes whether `file` is of this format."""
        ...

    def read(self, file: File, context: Context) -> Read:
        """Return the text of `file` and what is in it."""
        ...


@runtime_checkable
class Packed(Format, Protocol):
    """A format that comes in a container; `container` is how every container of its kind begins.

    A file that begins so but whose table of contents is gone is damaged, and no liar.
    """

    container: bytes


formats: Registry[Format] = Registry("file format")
