"""Zip archives behind their guard, for every format that is one."""

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from xml.parsers import expat

from lxml import etree

from schakel.intake.core.archive import ArchiveLimits, Entry, judge_archive
from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Context, File

ZIP_START = b"PK\x03\x04"
_STEP = 1 << 16  # bytes


class GuardError(Exception):
    """The archive may not be opened; `problems` says why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class Package:
    """An archive that passed its guard."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all files in it, in the order they stand there."""
        return tuple(one.filename for one in self._archive.infolist() if not one.is_dir())

    def read(self, name: str) -> bytes:
        """Return the bytes of one entry; never more than the guard saw declared."""
        return self._archive.read(name)

    def tree(self, name: str) -> etree._Element | None:
        """Return the parsed XML of one entry, or None when it is not there.

        Raises:
            GuardError: It declares a document type, in which entities are defined.
        """
        if name not in self.names:
            return None
        content = self.read(name)
        refuse_doctype(content)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, recover=True
        )
        return etree.fromstring(content, parser)

    def refuse_doctypes(self) -> None:
        """Look at every XML entry, for a library that will parse them itself.

        Raises:
            GuardError: One of them declares a document type.
        """
        for name in self.names:
            if name.endswith((".xml", ".rels", ".vml")):
                refuse_doctype(self.read(name))


@contextmanager
def open_package(file: File, context: Context) -> Iterator[Package]:
    """Open the archive in `file`, after judging its table of contents.

    Raises:
        GuardError: The guard refuses it.
        zipfile.BadZipFile: It is no archive.
    """
    with zipfile.ZipFile(file.path) as archive:
        limits = ArchiveLimits(total=context.limits.parts_bytes)
        problems = judge_archive([_entry_of(one) for one in archive.infolist()], limits)
        if problems:
            raise GuardError(*problems)
        yield Package(archive)


def names_in(file: File) -> frozenset[str]:
    """Return the names in the table of contents of the archive; empty when it cannot be read."""
    if not file.head.startswith(ZIP_START):
        return frozenset()
    try:
        with zipfile.ZipFile(file.path) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        return frozenset()


def refuse_doctype(content: bytes) -> None:
    """Return when the XML in `content` declares no document type before its first element.

    Raises:
        GuardError: It does.
    """
    watch = _Prolog()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = watch.doctype
    parser.StartElementHandler = watch.element
    try:
        for at in range(0, len(content), _STEP):
            parser.Parse(content[at : at + _STEP])
            if watch.seen:
                break
    except expat.ExpatError:
        # What expat cannot read, the next parser will refuse or repair; it expands nothing.
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise GuardError(Problem.XML_ENTITIES) from None
    if watch.seen == "doctype":
        raise GuardError(Problem.XML_ENTITIES)


class _Prolog:
    """Remembers which comes first: a document type or an element."""

    seen = ""

    def doctype(self, *_: object) -> None:
        """See a document type."""
        self.seen = self.seen or "doctype"

    def element(self, *_: object) -> None:
        """See an element."""
        self.seen = self.seen or "element"


def _entry_of(one: zipfile.ZipInfo) -> Entry:
    return Entry(
        name=one.filename,
        offset=one.header_offset,
        compressed=one.compress_size,
        size=one.file_size,
        encrypted=bool(one.flag_bits & 0x1),
    )
