"""Files of every kind, made by code, with invented people and numbers in them."""

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from PIL import Image

PHONE = "+31 97 0123 4567"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(folder: Path, name: str, content: bytes | str) -> Path:
    """Write a file into `folder` and return its path."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def a_mail(
    *, text: str = "Hallo", html: str = "", files: Iterable[tuple[str, bytes]] = (), **headers: str
) -> EmailMessage:
    """Return a mail with attachments."""
    mail = EmailMessage()
    chosen = {"From": "a@post.example", "To": "b@post.example", "Subject": "Boot"} | headers
    for name, value in chosen.items():
        mail[name] = value
    mail["Date"] = "Tue, 24 Nov 2026 10:00:00 +0100"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def a_pdf(*pages: str, extra: str = "", annotations: Mapping[int, str] | None = None) -> bytes:
    """Return a PDF with one line of text on each page; an empty string is a page without text.

    `annotations` puts a raw annotation dictionary on a page, `extra` raw keys in the catalogue.
    """
    objects = [f"<< /Type /Catalog /Pages 2 0 R {extra} >>", "", _FONT]
    kids = []
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        annots = (annotations or {}).get(index, "")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> {f'/Annots [{annots}]' if annots else ''} >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf_of(objects)


_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def _pdf_of(objects: list[str], trailer: str = "") -> bytes:
    body, offsets = b"%PDF-1.7\n", []
    for number, value in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{value}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()


def a_locked_pdf() -> bytes:
    """Return a PDF whose standard security handler no empty password opens."""
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >> "
        f"/ID [<{'33' * 16}> <{'33' * 16}>]"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    ]
    return _pdf_of(objects, lock)


def a_zip(entries: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive with these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def a_docx(body: str, **parts: str | bytes) -> bytes:
    """Return a Word document; `body` is raw XML, `parts` further files (`__` for a slash)."""
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    for name, content in parts.items():
        entries[name.replace("__", "/").replace("_", ".")] = content
    return a_zip(entries)


def a_paragraph(text: str) -> str:
    """Return the XML of one paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def an_xlsx(rows: Iterable[Iterable[object]], formats: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook of one sheet; `formats` gives number formats by cell."""
    from openpyxl import Workbook

    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def an_odt(content: str, **parts: str | bytes) -> bytes:
    """Return an OpenDocument text; `content` is the raw XML of its body."""
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    entries: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:body {spaces}>{content}</office:body>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    for name, value in parts.items():
        entries[name.replace("__", "/").replace("_", ".")] = value
    return a_zip(entries)


def a_picture(
    kind: str = "JPEG", *, position: bool = False, size: tuple[int, int] = (40, 30)
) -> bytes:
    """Return a small picture, with a camera's position when asked."""
    picture = Image.new("RGB", size, (20, 90, 160))
    exif = Image.Exif()
    if position:
        exif[0x0110] = "Invented Camera"
        exif.get_ifd(0x8769)[0x9003] = "2026:11:24 10:00:00"
        exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 10.0, 30.0), 3: "W", 4: (24.0, 30.0, 0.0)})
    buffer = io.BytesIO()
    picture.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def a_zip_bomb(mebibytes: int = 600) -> bytes:
    """Return a small archive that declares and holds far more than it weighs."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros.bin", "w", force_zip64=True) as stream,
    ):
        for _ in range(mebibytes):
            stream.write(bytes(1024 * 1024))
    return buffer.getvalue()


def an_overlapping_zip() -> bytes:
    """Return an archive of which two entries claim the same bytes."""
    whole = bytearray(a_zip({"one.txt": "a" * 4_000, "two.txt": "b" * 4_000}, method=0))
    second = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<I", whole, second + 42, 10)
    return bytes(whole)


def a_compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB) with these streams; a slash in a name makes folders."""
    return _CompoundWriter(streams).write()


class _CompoundWriter:
    """The smallest writer that the readers accept: big sectors only, one chain per stream."""

    def __init__(self, streams: Mapping[str, bytes]) -> None:
        self.entries: list[tuple[str, int, bytes]] = []  # name, kind, content
        self.children: dict[int, list[int]] = {}
        self._add("Root Entry", 5, b"", None)
        folders = {"": 0}
        for path, content in streams.items():
            *parents, own = path.split("/")
            above, at = "", 0
            for name in parents:
                above = f"{above}/{name}"
                if above not in folders:
                    folders[above] = self._add(name, 1, b"", at)
                at = folders[above]
            # streams below 4,096 bytes would go to the mini stream; padding avoids it
            self._add(own, 2, content, at)

    def _add(self, name: str, kind: int, content: bytes, parent: int | None) -> int:
        self.entries.append((name, kind, content))
        number = len(self.entries) - 1
        if parent is not None:
            self.children.setdefault(parent, []).append(number)
        return number

    def write(self) -> bytes:
        """Return the whole file."""
        chains: list[bytes] = []
        table: list[int] = []
        starts: dict[int, int] = {}
        mini, mini_table, mini_starts = self._mini()
        big = {0: mini} | {
            number: content
            for number, (_, kind, content) in enumerate(self.entries)
            if kind == 2 and len(content) >= 4_096
        }
        blobs: list[tuple[int | str, bytes]] = [(n, c) for n, c in big.items() if c]
        if mini_table:
            blobs.append(("mini", struct.pack(f"<{len(mini_table)}i", *mini_table)))
        for key, content in blobs:
            start = len(table)
            count = -(-len(content) // 512)
            table += [*range(start + 1, start + count), -2]
            chains.append(content.ljust(count * 512, b"\0"))
            starts[key] = start  # type: ignore[index]
        directory = self._directory(starts, mini_starts, len(mini))
        directory_start = len(table)
        count = len(directory) // 512
        table += [*range(directory_start + 1, directory_start + count), -2]
        table_sectors = 1
        while table_sectors * 128 < len(table) + table_sectors:
            table_sectors += 1
        table_start = len(table)
        table += [-3] * table_sectors
        packed = struct.pack(f"<{len(table)}i", *table).ljust(table_sectors * 512, b"\xff")
        mini_start = starts.get("mini", -2)  # type: ignore[call-overload]
        mini_count = -(-len(mini_table) * 4 // 512)
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        header += struct.pack(
            "<IIiIIiIiI", 0, table_sectors, directory_start, 0, 4_096, mini_start, mini_count, -2, 0
        )
        doors = [table_start + one for one in range(table_sectors)] + [-1] * 109
        header += struct.pack("<109i", *doors[:109])
        return header + b"".join(chains) + directory + packed

    def _mini(self) -> tuple[bytes, list[int], dict[int, int]]:
        content, table, starts = b"", [], {}
        for number, (_, kind, own) in enumerate(self.entries):
            if kind == 2 and 0 < len(own) < 4_096:
                starts[number] = len(table)
                count = -(-len(own) // 64)
                table += [*range(len(table) + 1, len(table) + count), -2]
                content += own.ljust(count * 64, b"\0")
        return content, table, starts

    def _directory(
        self, starts: dict[int, int], mini_starts: dict[int, int], mini_size: int
    ) -> bytes:
        lines = b""
        siblings: dict[int, int] = {}
        first: dict[int, int] = {}
        for parent, numbers in self.children.items():
            ordered = sorted(
                numbers, key=lambda n: (len(self.entries[n][0]), self.entries[n][0].upper())
            )
            first[parent] = ordered[0]
            siblings.update(zip(ordered, ordered[1:], strict=False))
        for number, (name, kind, content) in enumerate(self.entries):
            encoded = name.encode("utf-16-le") + b"\0\0"
            start = starts.get(number, mini_starts.get(number, -2)) if kind != 1 else 0
            size = mini_size if number == 0 else len(content)
            lines += encoded.ljust(64, b"\0") + struct.pack(
                "<HBBiii16xI16xiQ",
                len(encoded),
                kind,
                1,
                -1,
                siblings.get(number, -1),
                first.get(number, -1),
                0,
                start,
                size,
            )
        return lines.ljust(-(-len(lines) // 512) * 512, b"\0")


def a_msg(
    *,
    subject: str,
    body: str,
    sender: str = "a@post.example",
    files: Iterable[tuple[str, bytes]] = (),
    inner: Mapping[str, Any] | None = None,
    html: bytes = b"",
    codepage: int = 0,
    recipients: Iterable[tuple[str, str, int]] = (),
) -> bytes:
    """Return an Outlook item.

    `inner` is an item attached to it, with subject, body and perhaps a file; `recipients` are
    name, address and type.
    """
    streams: dict[str, bytes] = {}
    attached = list(files)
    people = list(recipients)
    _put_message(
        streams,
        "",
        {"subject": subject, "body": body, "sender": sender, "html": html, "codepage": codepage},
        header=32,
        counts=(len(people), len(attached) + bool(inner)),
    )
    for number, (name, address, kind) in enumerate(people):
        texts = {0x3001: name, 0x39FE: address}
        folder = f"__recip_version1.0_#{number:08X}/"
        _put_properties(streams, folder, 8, texts=texts, binaries={}, numbers={0x0C15: kind})
    for number, (name, content) in enumerate(attached):
        _put_attachment(streams, f"__attach_version1.0_#{number:08X}/", name, content)
    if inner:
        folder = f"__attach_version1.0_#{len(attached):08X}/"
        _put_properties(streams, folder, 8, texts={}, binaries={}, numbers={0x3705: 5})
        folder += "__substg1.0_3701000D/"
        _put_message(
            streams,
            folder,
            {"sender": "c@post.example"} | dict(inner),
            header=24,
            counts=(0, int("file" in inner)),
        )
        if "file" in inner:
            _put_attachment(streams, f"{folder}__attach_version1.0_#00000000/", *inner["file"])
    return a_compound_file(streams)


def _put_attachment(streams: dict[str, bytes], folder: str, name: str, content: bytes) -> None:
    texts, binaries = {0x3707: name}, {0x3701: content}
    _put_properties(streams, folder, 8, texts=texts, binaries=binaries, numbers={0x3705: 1})


def _put_message(
    streams: dict[str, bytes],
    folder: str,
    item: Mapping[str, Any],
    *,
    header: int,
    counts: tuple[int, int],
) -> None:
    texts = {0x0037: item["subject"], 0x0C1A: "Alex", 0x0C1F: item["sender"], 0x001A: "IPM.Note"}
    if item["body"]:
        texts[0x1000] = item["body"]
    numbers = {0x340D: 0x40000}
    if item.get("codepage"):
        numbers[0x3FDE] = item["codepage"]
    binaries = {0x1013: item["html"]} if item.get("html") else {}
    _put_properties(
        streams, folder, header, texts=texts, binaries=binaries, numbers=numbers, totals=counts
    )


def _put_properties(
    streams: dict[str, bytes],
    folder: str,
    header: int,
    *,
    texts: Mapping[int, str],
    binaries: Mapping[int, bytes],
    numbers: Mapping[int, int],
    totals: tuple[int, int] = (0, 0),
) -> None:
    counts = struct.pack("<8x4I8x", *totals, *totals)[:header].ljust(header, b"\0")
    lines = counts
    for key, text in texts.items():
        encoded = text.encode("utf-16-le")
        streams[f"{folder}__substg1.0_{key:04X}001F"] = encoded
        lines += struct.pack("<HHIII", 0x001F, key, 6, len(encoded) + 2, 0)
    for key, content in binaries.items():
        streams[f"{folder}__substg1.0_{key:04X}0102"] = content
        lines += struct.pack("<HHIII", 0x0102, key, 6, len(content), 0)
    for key, number in numbers.items():
        lines += struct.pack("<HHIII", 0x0003, key, 6, number, 0)
    streams[f"{folder}__properties_version1.0"] = lines
