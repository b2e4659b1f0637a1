"""Speed of intake beside a peer in the same run: `python -m tools.bench_intake [--json]`.

The peer does the least that could be called reading: PDFium's text alone for PDF, the standard
library's parser alone for mail. The ratio says what safety, links and recognition cost.
"""

import email.policy
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

WORDS = (
    "De boot vertrekt om zes uur vanaf de noordelijke kade, vraag naar de man met de blauwe pet. "
    "Reserve number +44 7700 900123, deposit EUR 1.200,00 on IT60 X054 2811 1010 0000 0123 456. "
)
PAGE = WORDS * 16  # about 3,000 characters


def main() -> None:
    """Measure and print."""
    result = measure()
    if "--json" in sys.argv:
        print(json.dumps(result))
        return
    for name, row in result.items():
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in row.items()))


def measure() -> dict[str, dict[str, Any]]:
    """Return pages and megabytes per second for mails, PDFs and plain text, each with its peer."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.base")
    with tempfile.TemporaryDirectory() as folder:
        mails = _write(Path(folder), ".eml", [_mail(n) for n in range(300)])
        papers = _write(Path(folder), ".pdf", [_pdf(10) for _ in range(30)])
        notes = _write(Path(folder), ".txt", [(PAGE * 20).encode()] * 15)
        return {
            "one mail, cold": {"seconds": round(_seconds(lambda: _read(mails[:1])), 3)},
            "mail": _compare(mails, _parse_mails),
            "pdf": _compare(papers, _extract_pdfs),
            "text": _rate(notes),
        }


def _compare(paths: Sequence[Path], peer: Callable[[Sequence[Path]], None]) -> dict[str, Any]:
    row = _rate(paths)
    seconds = _seconds(lambda: peer(paths))
    row["peer_megabytes_per_second"] = round(_megabytes(paths) / seconds, 2)
    row["times_the_peer"] = round(row["seconds"] / seconds, 1)
    return row


def _rate(paths: Sequence[Path]) -> dict[str, Any]:
    begun = time.perf_counter()
    pages = _read(paths)
    seconds = time.perf_counter() - begun
    return {
        "pages_per_second": round(pages / seconds, 1),
        "megabytes_per_second": round(_megabytes(paths) / seconds, 2),
        "seconds": round(seconds, 3),
    }


def _megabytes(paths: Sequence[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _read(paths: Sequence[Path]) -> int:
    from schakel.intake.session import ReaderSession

    with ReaderSession(country="NL") as session:
        return sum(part.pages for path in paths for part in session.read(path, name=path.name))


def _parse_mails(paths: Sequence[Path]) -> None:
    for path in paths:
        with path.open("rb") as stream:
            message = BytesParser(policy=email.policy.default).parse(stream)
        body = message.get_body(("plain",))  # type: ignore[attr-defined]
        body.get_content()


def _extract_pdfs(paths: Sequence[Path]) -> None:
    import pypdfium2

    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            page.get_textpage().get_text_bounded()
        document.close()


def _write(folder: Path, suffix: str, contents: Sequence[bytes]) -> list[Path]:
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{number}{suffix}"
        path.write_bytes(content)
        paths.append(path)
    return paths


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "harbour@post.example", "desk@post.example"
    mail["Subject"], mail["Date"] = f"Boot {number}", "Tue, 24 Nov 2026 10:00:00 +0100"
    mail.set_content(PAGE)
    return bytes(mail)


def _pdf(pages: int) -> bytes:
    """Return a PDF with the same page of text several times, without any library."""
    lines = [PAGE[at : at + 90] for at in range(0, len(PAGE), 90)]
    shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    stream = f"BT /F1 8 Tf 40 800 Td 10 TL {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(['5 0 R'] * pages)}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 3 0 R >> >> >>",
    ]
    body, offsets = b"%PDF-1.7\n", []
    for number, value in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{value}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"{head}{tail}".encode()


if __name__ == "__main__":
    main()
