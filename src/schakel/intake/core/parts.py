"""What reading one file, or one file inside a file, gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schakel.intake.core.found import Found
from schakel.intake.core.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """An original, or something nested in it, as the reader saw it.

    `path` is the name, joined with `!` below the name of what holds it; `parent` the index of
    that holder in reading order, or None; `content` where its bytes are while they are needed;
    `shown` where a picture's re-encoded copy is; `found` counts code points of `text`.
    """

    path: str
    parent: int | None
    content: Path
    sha256: str
    size: int
    media_type: str = ""
    text: str = ""
    pages: int = 1
    problems: tuple[Problem, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    shown: Path | None = None
