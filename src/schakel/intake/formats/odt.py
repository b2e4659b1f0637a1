"""OpenDocument text, sheets and slides."""

from collections.abc import Iterator

from lxml import etree

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._links import list_hidden_targets
from schakel.intake.formats._packed import ZIP_START, GuardError, names_in, open_package

_MANIFEST = "META-INF/manifest.xml"
_HREF = "{http://www.w3.org/1999/xlink}href"
_REPEATED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-repeated"
_COUNT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}c"


class OpenDocument:
    """Open Document Format (ISO/IEC 26300): body, then headers and footers."""

    media_type = "application/vnd.oasis.opendocument.text"
    suffixes = frozenset({".odt", ".ods", ".odp", ".ott"})
    container = ZIP_START
    rank = 131

    def matches(self, file: File) -> bool:
        """Tell whether the archive has the content and manifest of an OpenDocument."""
        return {"content.xml", _MANIFEST} <= names_in(file)

    def read(self, file: File, context: Context) -> Read:
        """Return the text of the body, then of the page styles."""
        try:
            with open_package(file, context) as package:
                package.refuse_doctypes()
                if b"encryption-data" in package.read(_MANIFEST):
                    return Read(problems=(Problem.PASSWORD_PROTECTED,))
                trees = [package.tree(name) for name in ("content.xml", "styles.xml")]
                children = [
                    Child(name=name, content=package.read(name))
                    for name in package.names
                    if name.startswith("Pictures/")
                ]
        except GuardError as refusal:
            return Read(problems=refusal.problems)
        present = [tree for tree in trees if tree is not None]
        text = "\n\n".join(filter(None, ("\n".join(_lines(tree)) for tree in present)))
        targets = [one.get(_HREF, "") for tree in present for one in tree.iter("{*}a")]
        return Read(text="\n".join([text, *list_hidden_targets(targets, text)]), children=children)


def _lines(element: etree._Element) -> Iterator[str]:
    for child in element:
        kind = _kind(child)
        if kind in {"p", "h"}:
            pieces: list[str] = []
            frames: list[str] = []
            _gather(child, pieces, frames)
            yield "".join(pieces)
            yield from frames
        elif kind == "table-row":
            yield "\t".join(" ".join(_lines(cell)) for cell in child if "cell" in _kind(cell))
        else:
            yield from _lines(child)


def _gather(element: etree._Element, pieces: list[str], frames: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        kind = _kind(child)
        if kind == "s":
            pieces.append(" " * min(int(child.get(_COUNT, "1")), 100))
        elif kind == "tab":
            pieces.append("\t")
        elif kind == "line-break":
            pieces.append("\n")
        elif kind in {"frame", "annotation", "note", "custom-shape"}:
            frames.extend(_lines(child))
        else:
            _gather(child, pieces, frames)
        pieces.append(child.tail or "")


def _kind(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


formats.register("odt", OpenDocument())
