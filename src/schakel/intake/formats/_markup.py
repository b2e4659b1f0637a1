"""HTML as the text a person reads, and the text that was hidden from that person."""

from collections.abc import Iterator
from html.parser import HTMLParser

from lxml import etree
from lxml import html as lxml_html

from schakel.intake.formats._links import list_hidden_targets

_HIDING = ("style", "hidden", "class", "aria-hidden", "width", "height")


def parse_html(source: str) -> lxml_html.HtmlElement | None:
    """Return the document in `source`; None when it is empty or nested beyond reason."""
    if not source.strip():
        return None
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml_html.document_fromstring(source.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        return None
    deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if deep else tree


def text_of_html(source: str) -> str:
    """Return the text of an HTML page: title, all visible and hidden text, link targets."""
    tree = parse_html(source)
    if tree is not None:
        return text_of_tree(tree)
    flat = _FlatText()
    flat.feed(source)
    return "\n".join(flat.pieces)


class _FlatText(HTMLParser):
    """The words of a page that no tree can hold, without their layout."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep the words between two tags."""
        if self.cdata_elem is None and data.strip():
            self.pieces.append(" ".join(data.split()))


def text_of_tree(tree: lxml_html.HtmlElement) -> str:
    """Return the text of a parsed page; scripts and style sheets are dropped, nothing else is."""
    from inscriptis import Inscriptis
    from inscriptis.model.config import ParserConfig

    title = " ".join((tree.findtext(".//title") or "").split())
    targets = list(_targets_in(tree))
    descriptions = [value for value in tree.xpath(".//img/@alt") if value.strip()]
    etree.strip_elements(tree, "script", "style", "template", with_tail=False)
    for element in tree.iter(etree.Element):
        for attribute in _HIDING:
            element.attrib.pop(attribute, None)
    try:
        body = Inscriptis(tree, ParserConfig(table_cell_separator="\t")).get_text()
    except RecursionError:
        body = "\n".join(tree.itertext())
    lines = [line.rstrip() for line in body.strip("\n").splitlines()]
    text = "\n".join([title, *lines] if title and title not in body else lines)
    extra = [one for one in descriptions if one not in text]
    return "\n".join([text, *extra, *list_hidden_targets(targets, text)]).strip("\n")


def _targets_in(tree: lxml_html.HtmlElement) -> Iterator[str]:
    for element in tree.iter("a", "area"):
        yield element.get("href", "")
