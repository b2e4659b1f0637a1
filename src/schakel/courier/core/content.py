"""What a courier's file holds, read from JSON that a partner signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from schakel.wire.core.shapes import fields_of, id_of, is_count

CONTENT = frozenset({"envelopes", "results", "missing"})
MOST_MISSING = 1_000  # numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Sealed envelopes in order, what was signed about envelopes of ours, and numbers they lack."""

    envelopes: tuple[Any, ...]
    results: tuple[Mapping[str, Any], ...]
    ids: tuple[UUID, ...]  # of the envelopes that `results` are about
    missing: tuple[int, ...]


def read_content(given: object) -> Content:
    """Return the content of a file.

    Raises:
        ValueError: It is not of the documented shape.
    """
    content = fields_of(given, CONTENT)
    lists = [content[name] for name in ("envelopes", "results", "missing")]
    if not all(isinstance(one, list) for one in lists):
        raise ValueError("not lists")
    envelopes, results, missing = lists
    if not all(isinstance(one, Mapping) for one in results):
        raise ValueError("a result is no object")
    if len(missing) > MOST_MISSING or not all(is_count(one) for one in missing):
        raise ValueError("not numbers of a link")
    return Content(
        envelopes=tuple(envelopes),
        results=tuple(results),
        ids=tuple(id_of(one.get("id")) for one in results),
        missing=tuple(missing),
    )
