"""Full-text search over what one may see, on SQLite (FTS5) and PostgreSQL (tsvector)."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from schakel.kernel.registry import Registry
from schakel.shell.models import SearchText

CANDIDATES = 500  # looked at before asking who may see them
SNIPPET = 90  # characters each side of the first word found


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """How a room answers for its objects: `visible` takes the user and ids, gives id -> address."""

    visible: Callable[[Any, set[UUID]], dict[UUID, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One object that matches and may be seen."""

    kind: str
    object_id: UUID
    title: str
    url: str
    snippet: SafeString


search_sources: Registry[SearchSource] = Registry("search source")


def index_text(*, kind: str, object_id: UUID, title: str, body: str) -> None:
    """Put an object into the index, or bring it up to date, in the caller's transaction."""
    SearchText.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        defaults={"title": title[:300], "body": body.replace("\x00", " ")},
    )


def forget_text(*, kind: str, object_id: UUID) -> None:
    """Take an object out of the index."""
    SearchText.objects.filter(kind=kind, object_id=object_id).delete()


def search(query: str, *, user: Any, limit: int = 50) -> tuple[SearchHit, ...]:
    """Return what matches every word of `query` (by its beginning) and `user` may see.

    What may not be seen is neither returned nor counted.
    """
    words = words_of(query)
    if not words:
        return ()
    rows = list(_matching(words))
    addresses: dict[tuple[str, UUID], str] = {}
    for kind, source in search_sources:
        ids = {row.object_id for row in rows if row.kind == kind}
        if ids:
            for object_id, url in source.visible(user, ids).items():
                addresses[kind, object_id] = url
    return tuple(
        SearchHit(
            kind=row.kind,
            object_id=row.object_id,
            title=row.title,
            url=addresses[row.kind, row.object_id],
            snippet=_snippet(row.body, words),
        )
        for row in rows
        if (row.kind, row.object_id) in addresses
    )[:limit]


def words_of(query: str) -> list[str]:
    """Return the words of a query, folded; nothing in them has a meaning to the database."""
    return re.findall(r"\w+", _fold(query))[:12]


def _fold(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _matching(words: list[str]) -> Iterable[SearchText]:
    if connection.vendor == "postgresql":
        condition = " & ".join(f"{word}:*" for word in words)
        where = (
            "to_tsvector('simple', shell_fold(title || ' ' || body)) @@ to_tsquery('simple', %s)"
        )
    else:
        condition = " AND ".join(f'"{word}"*' for word in words)
        where = (
            "shell_searchtext.id IN "
            "(SELECT rowid FROM shell_searchindex WHERE shell_searchindex MATCH %s ORDER BY rank)"
        )
    rows = SearchText.objects.extra(where=[where], params=[condition])  # noqa: S610  # own text
    return rows.order_by("-id")[:CANDIDATES]


def _snippet(body: str, words: list[str]) -> SafeString:
    plain = re.sub(r"\s+", " ", body)
    folded = _fold(plain)
    # Folding may change the length; then the snippet begins a little off, which harms nobody.
    first = min((at for word in words if (at := folded.find(word)) >= 0), default=0)
    start = max(first - SNIPPET, 0)
    part = plain[start : first + SNIPPET]
    shown = escape(part)
    for word in words:
        pattern = re.compile(rf"(?<![&\w])({re.escape(word)}\w*)", re.IGNORECASE)
        shown = mark_safe(pattern.sub(r"<mark>\1</mark>", shown))  # noqa: S308  # escaped above
    return mark_safe(("… " if start else "") + shown + " …")  # noqa: S308
