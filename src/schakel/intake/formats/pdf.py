"""PDF: the text layer, what is written in fields and notes, link targets and embedded files."""

import ctypes
from collections.abc import Iterator

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._links import list_hidden_targets

_PASSWORD = 4  # FPDF_ERR_PASSWORD


class Pdf:
    """Portable Document Format (ISO 32000-2), read by PDFium."""

    media_type = "application/pdf"
    suffixes = frozenset({".pdf"})
    rank = 100

    def matches(self, file: File) -> bool:
        """Tell whether the header stands in the first kilobyte, as readers in use accept."""
        return b"%PDF-" in file.head[:1_024]

    def read(self, file: File, context: Context) -> Read:
        """Return the text of each page, in order."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(file.path)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error)
            return Read(problems=(Problem.PASSWORD_PROTECTED if locked else Problem.DAMAGED,))
        pages: list[str] = []
        room = context.limits.text_characters
        for page in document:
            pages.append(_text_of(page))
            room -= len(pages[-1])
            page.close()
            if room < 0:
                break
        starts, text = _join(pages)
        return Read(
            text=text,
            pages=len(document),
            problems=_problems_of(pages),
            children=_children_of(document),
            facts={"page_starts": starts},
        )


def _text_of(page: object) -> str:
    textpage = page.get_textpage()  # type: ignore[attr-defined]  # pypdfium2 has no types
    text: str = textpage.get_text_bounded()
    textpage.close()
    # PDFium writes a hyphen at the end of a line as one of these two.
    text = text.replace("\r\n", "\n").replace("\x02", "-").replace("\ufffe", "-").strip()
    notes = [note for note in _notes_on(page) if note not in text]
    return "\n".join([text, *notes, *list_hidden_targets(_targets_on(page), text)]).strip()


def _notes_on(page: object) -> Iterator[str]:
    """Yield what is written in notes and form fields, which is no part of the text layer."""
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 2_000)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        for key in (b"Contents", b"V"):
            size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
            pdfium.FPDFAnnot_GetStringValue(note, key, pointer, size)
            text = buffer.raw[: max(0, size - 2)].decode("utf-16-le", errors="replace").strip()
            if text:
                yield text
        pdfium.FPDFPage_CloseAnnot(note)


def _targets_on(page: object) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        document = page.pdf  # type: ignore[attr-defined]
        size = pdfium.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        buffer = ctypes.create_string_buffer(size)
        if size:
            pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
            yield buffer.value.decode("utf-8", errors="replace")


def _problems_of(pages: list[str]) -> tuple[Problem, ...]:
    if not any(pages):
        return (Problem.NO_TEXT,)
    return () if all(pages) else (Problem.PAGES_WITHOUT_TEXT,)


def _join(pages: list[str]) -> tuple[list[int], str]:
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page) + 2
    return starts, "\n\n".join(pages)


def _children_of(document: object) -> Iterator[Child]:
    for index in range(document.count_attachments()):  # type: ignore[attr-defined]
        attachment = document.get_attachment(index)  # type: ignore[attr-defined]
        yield Child(name=attachment.get_name(), content=bytes(attachment.get_data()))


formats.register("pdf", Pdf())
