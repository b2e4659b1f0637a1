"""The documentation as pages of the product, for networks without internet."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from schakel.kernel.errors import NotFoundError

NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DocPage:
    """One page: its title and its text as HTML."""

    title: str
    html: SafeString


def read_page(name: str) -> DocPage:
    """Return the page called `name`, for example `reference/protocol`.

    Raises:
        NotFoundError: There is no such page.
    """
    path = _root() / f"{name}.md"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError("no such page")
    text = path.read_text(encoding="utf-8")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    html = re.sub(r'href="([a-z0-9./-]+)\.md(#[^"]*)?"', r'href="\1\2"', html)
    return DocPage(title=_title(text, name), html=mark_safe(html))  # noqa: S308  # raw HTML is off


def list_pages() -> dict[str, list[tuple[str, str]]]:
    """Return the pages as folder -> (name, title), in order."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(_root().rglob("*.md")):
        name = path.relative_to(_root()).with_suffix("").as_posix()
        folder = name.rpartition("/")[0]
        found.setdefault(folder, []).append((name, _title(path.read_text("utf-8"), name)))
    return found


def _root() -> Path:
    return Path(settings.SCHAKEL_DOCS_ROOT)


def _title(text: str, name: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return first.lstrip("# ") if first.startswith("#") else name
