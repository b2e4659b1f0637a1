"""XML that is no document of a known kind: its text, when it defines nothing."""

from lxml import etree

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._packed import GuardError, refuse_doctype


class Xml:
    """Extensible Markup Language; also SVG, whose words are read and whose picture is not shown."""

    media_type = "application/xml"
    suffixes = frozenset({".xml", ".svg", ".kml", ".gpx", ".rels"})
    rank = 310

    def matches(self, file: File) -> bool:
        """Tell whether the file begins as XML or as SVG."""
        start = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return start.startswith((b"<?xml", b"<svg", b"\xff\xfe<\0?\0", b"\xfe\xff\0<\0?"))

    def read(self, file: File, context: Context) -> Read:
        """Return all text and the values of all attributes, one a line."""
        content = file.path.read_bytes()
        try:
            refuse_doctype(content)
        except GuardError as refusal:
            return Read(problems=refusal.problems)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
        )
        tree = etree.fromstring(content, parser)
        if tree is None:
            return Read(problems=(Problem.DAMAGED,))
        pieces: list[str] = []
        for element in tree.iter(etree.Element):
            pieces += [element.text or "", *map(str, element.attrib.values()), element.tail or ""]
        return Read(text="\n".join(filter(None, (" ".join(one.split()) for one in pieces))))


formats.register("xml", Xml())
