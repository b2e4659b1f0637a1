"""Full-text search over what one may see, on SQLite (FTS5) and PostgreSQL (tsvector)."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from schakel.kernel.registry import Registry
from schakel.shell.models import SearchText

BATCH = 500  # rows looked at before asking who may see them
SNIPPET = 90  # characters each side of the first word found
WORD = re.compile(r"[^\W_]+")
# A number as people write it: groups of digits with signs of separation between them.
NUMBER = re.compile(r"\d(?:[ ./()\u00a0-]{0,3}\d){6,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSource:
    """How a room answers for its objects: `visible` takes the user and ids, gives id -> address.

    `label` names the kind of object to a reader.
    """

    visible: Callable[[Any, set[UUID]], dict[UUID, str]]
    label: object = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One object that matches and may be seen."""

    kind: str
    object_id: UUID
    title: str
    url: str
    snippet: SafeString
    label: object = ""


search_sources: Registry[SearchSource] = Registry("search source")
# Told who searched, how many hits were shown and when; never what was asked.
search_watchers: Registry[Callable[[Any, int, datetime], object]] = Registry("search watcher")


def index_text(*, kind: str, object_id: UUID, title: str, body: str) -> None:
    """Put an object into the index, or bring it up to date, in the caller's transaction."""
    body = body.replace("\x00", " ")
    SearchText.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        defaults={"title": title[:300], "body": body, "numbers": _numbers_in(f"{title}\n{body}")},
    )


def forget_text(*, kind: str, object_id: UUID) -> None:
    """Take an object out of the index, and its words off the disk."""
    SearchText.objects.filter(kind=kind, object_id=object_id).delete()
    if connection.vendor == "sqlite":
        # FTS5 only marks words as gone; it lets go of them when its segments are merged.
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO shell_searchindex(shell_searchindex) VALUES ('optimize')")


def search(query: str, *, user: Any, limit: int = 50) -> tuple[SearchHit, ...]:
    """Return what matches every word of `query` (by its beginning) and `user` may see.

    The newest comes first. What may not be seen is neither returned nor counted.
    """
    words = words_of(query)
    if not words:
        return ()
    hits: list[SearchHit] = []
    for rows in _batches(words):
        hits += _visible(rows, words, user=user)
        if len(hits) >= limit:
            break
    return tuple(hits[:limit])


def words_of(query: str) -> list[str]:
    """Return the words of a query, folded; nothing in them has a meaning to the database.

    A query that is one number is one word, however its digits are grouped.
    """
    bare = query.strip().lstrip("+")
    if NUMBER.fullmatch(bare):
        return ["".join(re.findall(r"\d", _fold(bare)))]
    return WORD.findall(_fold(query))[:12]


def _numbers_in(text: str) -> str:
    return " ".join("".join(re.findall(r"\d", found)) for found in NUMBER.findall(_fold(text)))


def _fold(text: str) -> str:
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    spread = unicodedata.normalize("NFKD", letter.lower())
    return "".join(part for part in spread if not unicodedata.combining(part))


def _batches(words: Sequence[str]) -> Iterator[list[SearchText]]:
    if connection.vendor == "postgresql":
        condition = " & ".join(f"{word}:*" for word in words)
        where = "shell_words(title, body, numbers) @@ to_tsquery('simple', %s)"
    else:
        condition = " AND ".join(f'"{word}"*' for word in words)
        where = (
            "shell_searchtext.id IN "
            "(SELECT rowid FROM shell_searchindex WHERE shell_searchindex MATCH %s)"
        )
    found = SearchText.objects.extra(where=[where], params=[condition])  # noqa: S610  # own text
    found = found.order_by("-id")
    rows = list(found[:BATCH])
    while rows:
        yield rows
        rows = list(found.filter(id__lt=rows[-1].pk)[:BATCH])


def _visible(rows: Sequence[SearchText], words: Sequence[str], *, user: Any) -> list[SearchHit]:
    addresses: dict[tuple[str, UUID], tuple[str, object]] = {}
    for kind, source in search_sources:
        ids = {row.object_id for row in rows if row.kind == kind}
        for object_id, url in source.visible(user, ids).items() if ids else ():
            addresses[kind, object_id] = (url, source.label)
    return [
        SearchHit(
            kind=row.kind,
            object_id=row.object_id,
            title=row.title,
            url=addresses[row.kind, row.object_id][0],
            snippet=_snippet(row.body, words),
            label=addresses[row.kind, row.object_id][1],
        )
        for row in rows
        if (row.kind, row.object_id) in addresses
    ]


def _snippet(body: str, words: Sequence[str]) -> SafeString:
    """Return the text around the first word found, with the words marked."""
    plain = re.sub(r"\s+", " ", body).strip()
    marks = [m.span() for m in WORD.finditer(plain) if _fold(m.group()).startswith(tuple(words))]
    first = marks[0][0] if marks else 0
    start, end = max(first - SNIPPET, 0), min(first + SNIPPET * 2, len(plain))
    cuts = [start]
    for begin, stop in marks:
        if begin >= start and stop <= end:
            cuts += [begin, stop]
    cuts.append(end)
    pieces = [plain[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
    shown = format_html_join(
        "",
        "{}{}",
        (
            (format_html("<mark>{}</mark>", piece) if place % 2 else piece, "")
            for place, piece in enumerate(pieces)
        ),
    )
    return format_html("{}{}{}", "… " if start else "", shown, " …" if end < len(plain) else "")
