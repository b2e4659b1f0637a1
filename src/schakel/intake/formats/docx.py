"""Word documents: everything a person wrote in them, wherever it stands."""

from collections.abc import Iterator

from lxml import etree

from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._links import list_hidden_targets
from schakel.intake.formats._packed import ZIP_START, GuardError, Package, names_in, open_package

_FIRST = ("document", "header", "footer", "footnotes", "endnotes", "comments")
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INSIDE = ("word/media/", "word/embeddings/")


class Docx:
    """Office Open XML text (ISO/IEC 29500): body, headers, notes, comments, text boxes."""

    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffixes = frozenset({".docx", ".docm", ".dotx"})
    container = ZIP_START
    rank = 130

    def matches(self, file: File) -> bool:
        """Tell whether the archive holds a Word document."""
        return "word/document.xml" in names_in(file)

    def read(self, file: File, context: Context) -> Read:
        """Return the text of the body, then of what stands around it."""
        try:
            with open_package(file, context) as package:
                package.refuse_doctypes()
                text = "\n\n".join(filter(None, _texts(package)))
                text = "\n".join([text, *list_hidden_targets(_targets(package), text)])
                # Pictures are few and bounded by the guard, so they may leave the open archive.
                children = [
                    Child(name=name, content=package.read(name))
                    for name in package.names
                    if name.startswith(_INSIDE)
                ]
        except GuardError as refusal:
            return Read(problems=refusal.problems)
        return Read(text=text.strip(), children=children)


def _texts(package: Package) -> Iterator[str]:
    for start in _FIRST:
        for name in sorted(package.names):
            folder, _, own = name.rpartition("/")
            if folder == "word" and own.startswith(start) and own.endswith(".xml"):
                tree = package.tree(name)
                yield "" if tree is None else text_of_word(tree)


def _targets(package: Package) -> Iterator[str]:
    for name in package.names:
        tree = package.tree(name) if name.startswith("word/_rels/") else None
        if tree is not None:
            yield from (
                one.get("Target", "") for one in tree if one.get("TargetMode") == "External"
            )


def text_of_word(tree: etree._Element) -> str:
    """Return the text of one XML part of a Word document, deleted text too; cells by tabs."""
    lines: list[str] = []
    for block in _blocks(tree):
        lines.append(block)
    return "\n".join(lines).strip("\n")


def _blocks(element: etree._Element) -> Iterator[str]:
    for child in element:
        kind = _kind(child)
        if kind == "p":
            yield from _paragraph(child)
        elif kind == "tr":
            cells = (" ".join(_blocks(cell)).strip() for cell in child if _kind(cell) == "tc")
            yield "\t".join(cells)
        elif kind != "Fallback":
            yield from _blocks(child)


def _paragraph(paragraph: etree._Element) -> Iterator[str]:
    pieces: list[str] = []
    boxes: list[str] = []
    _gather(paragraph, pieces, boxes)
    yield "".join(pieces)
    yield from boxes


def _gather(element: etree._Element, pieces: list[str], boxes: list[str]) -> None:
    for child in element:
        kind = _kind(child)
        if kind in {"t", "delText", "instrText"}:
            pieces.append(child.text or "")
        elif kind in _BREAKS:
            pieces.append(_BREAKS[kind])
        elif kind == "txbxContent":
            boxes.extend(_blocks(child))
        elif kind not in {"Fallback", "rPr", "pPr"}:
            _gather(child, pieces, boxes)


def _kind(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


formats.register("docx", Docx())
