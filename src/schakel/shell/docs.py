"""The documentation as pages of the product, for networks without internet."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from schakel.kernel.errors import NotFoundError

NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")
PICTURE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*\.(png|svg)")
REGION = '<div class="sk-scroll" role="region" tabindex="0" aria-label="Table">'


@dataclass(frozen=True, slots=True, kw_only=True)
class DocPage:
    """One page: its title and its text as HTML."""

    title: str
    html: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class DocFolder:
    """One folder of pages as (name, title), and whether the page that is shown lies in it."""

    title: str
    pages: tuple[tuple[str, str], ...]
    current: bool


def read_page(name: str) -> DocPage:
    """Return the page called `name`, for example `reference/protocol`.

    Raises:
        NotFoundError: There is no such page.
    """
    path = _root() / f"{name}.md"
    if not NAME.fullmatch(name) or not path.is_file():
        raise NotFoundError("no such page")
    text = path.read_text(encoding="utf-8")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    _name_headings(tokens)
    for token in _inline(tokens):
        _mend_link(token, PurePosixPath(name).parent)
    html = markdown.renderer.render(tokens, markdown.options, {})
    html = html.replace("<table>", f'{REGION}<table class="utrecht-table sk-table">')
    html = html.replace("</table>", "</table></div>").replace("<pre>", '<pre tabindex="0">')
    return DocPage(title=_title(text, name), html=mark_safe(html))  # noqa: S308  # raw HTML is off


def picture(name: str) -> Path:
    """Return where the picture `name` lies, for example `images/queue.png`.

    Raises:
        NotFoundError: There is no such picture.
    """
    path = _root() / name
    if not PICTURE.fullmatch(name) or not path.is_file():
        raise NotFoundError("no such picture")
    return path


def list_folders(current: str) -> list[DocFolder]:
    """Return the folders in order, the pages beside the index first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(_root().rglob("*.md")):
        name = path.relative_to(_root()).with_suffix("").as_posix()
        if NAME.fullmatch(name):
            line = (name, _title(path.read_text("utf-8"), name))
            found.setdefault(name.rpartition("/")[0], []).append(line)
    return [
        DocFolder(
            title=folder.replace("-", " ").replace("/", ", ").capitalize(),
            pages=tuple(sorted(lines, key=lambda line: (line[0] != "index", line[0]))),
            current=folder == current.rpartition("/")[0],
        )
        for folder, lines in sorted(found.items())
    ]


def _root() -> Path:
    return Path(settings.SCHAKEL_DOCS_ROOT)


def _title(text: str, name: str) -> str:
    first = text.lstrip().partition("\n")[0]
    return first.lstrip("# ").replace("`", "") if first.startswith("#") else name


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give headings the ids that links within the documentation use."""
    for opening, text in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            kept = re.sub(r"[^\w\s-]", "", text.content.lower())
            opening.attrSet("id", re.sub(r"\s", "-", kept.strip()))


def _mend_link(token: Token, folder: PurePosixPath) -> None:
    """Let links to other pages lead to pages, and those to files of the source lead nowhere."""
    if token.type != "link_open":
        return
    href = str(token.attrGet("href") or "")
    parts = urlsplit(href)
    if parts.scheme or href.startswith("#"):
        return
    target = posixpath.normpath(folder / parts.path)
    page = target.removesuffix(".md")
    if page != target and NAME.fullmatch(page):
        token.attrSet("href", f"/docs/{page}" + (f"#{parts.fragment}" if parts.fragment else ""))
    elif not PICTURE.fullmatch(target):
        token.attrs.pop("href", None)
