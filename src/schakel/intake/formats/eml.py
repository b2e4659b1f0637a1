"""Mail as it travels (RFC 5322 and MIME), with everything attached to it."""

import re
from base64 import b64decode
from collections.abc import Iterator
from email import policy
from email.errors import MessageDefect
from email.message import Message
from email.parser import BytesParser
from mimetypes import guess_extension

from schakel.intake.core.problems import Problem
from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._decoding import decode
from schakel.intake.formats._letters import compose_letter

_SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject")
_KEPT = ("Message-ID", "In-Reply-To", "Return-Path", "X-Originating-IP")
_HEADER = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:[\x21-\x39\x3b-\x7e]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.M
)
_SIGNS = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|received|return-path):", re.I | re.M
)
_LENIENT = policy.compat32


class Eml:
    """One mail; its attachments and the mails inside it are children."""

    media_type = "message/rfc822"
    suffixes = frozenset({".eml", ".mht", ".mhtml"})
    rank = 200

    def matches(self, file: File) -> bool:
        """Tell whether the file begins with the headers of a mail.

        A file that is called plain text stays plain text: a mail pasted into a note is a note.
        """
        start = _HEADER.match(file.head.replace(b"\r\n", b"\n") + b"\n")
        signs = {sign.lower() for sign in _SIGNS.findall(start[0])} if start else set()
        return len(signs) >= (1 if file.suffix in self.suffixes else 3) and file.suffix != ".txt"

    def read(self, file: File, context: Context) -> Read:
        """Return headers and body as text."""
        with file.path.open("rb") as stream:
            message = BytesParser(policy=_LENIENT).parse(stream)
        problems: list[Problem] = []
        plain, html, attached = _sort_parts(message, problems)
        headers = [(name, _header(message, name)) for name in _SHOWN]
        kept = [(name, _header(message, name)) for name in _KEPT]
        return Read(
            text=compose_letter(headers, plain, html),
            problems=tuple(dict.fromkeys(problems)),
            children=_children(attached),
            facts={"mail": {name.lower(): value for name, value in (*headers, *kept) if value}},
        )


def _sort_parts(message: Message, problems: list[Problem]) -> tuple[str, str, list[Message]]:
    plain: list[str] = []
    html: list[str] = []
    attached: list[Message] = []
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind = part.get_content_type()
        if kind == "message/rfc822" and part is not message:
            attached.append(part)
        elif part.is_multipart():
            waiting.extend(reversed(part.get_payload()))  # type: ignore[arg-type]
        elif _is_body(part, kind):
            text, trouble = decode(_bytes_of(part), declared=part.get_content_charset() or "")
            problems.extend(trouble)
            (html if kind == "text/html" else plain).append(text)
        else:
            attached.append(part)
    return "\n\n".join(plain), "\n".join(html), attached


def _is_body(part: Message, kind: str) -> bool:
    if part.get_filename() or part.get_content_disposition() == "attachment":
        return False
    return kind in {"text/plain", "text/html"}


def _children(attached: list[Message]) -> Iterator[Child]:
    for number, part in enumerate(attached, start=1):
        if part.get_content_type() == "message/rfc822":
            for inner in _inner_messages(part):
                subject = _header(inner, "Subject")[:80].replace("/", "-")
                yield Child(name=f"{subject or f'mail-{number}'}.eml", content=inner.as_bytes())
            continue
        suffix = guess_extension(part.get_content_type()) or ".bin"
        name = _decoded(part.get_filename() or "") or f"part-{number}{suffix}"
        yield Child(name=name, content=_bytes_of(part))


def _inner_messages(part: Message) -> list[Message]:
    payload = part.get_payload()
    found = (
        [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
    )
    # A mail inside a mail is never encoded, says RFC 2046, 5.2.1; some programs do it anyway.
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return [_without_base64(one) for one in found]
    return found


def _without_base64(inner: Message) -> Message:
    try:
        content = b64decode(re.sub(rb"\s", b"", inner.as_bytes()), validate=True)
    except ValueError:
        return inner
    return BytesParser(policy=_LENIENT).parsebytes(content)


def _bytes_of(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):
        content = None
    if isinstance(content, bytes):
        return content
    return str(part.get_payload()).encode(errors="surrogateescape")


def _header(message: Message, name: str) -> str:
    own = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return ", ".join(_decoded(str(value)) for value in own)


def _decoded(value: str) -> str:
    """Return a header as people read it; bytes that were never encoded are decoded by guess."""
    from email.header import decode_header

    raw = value.encode(errors="surrogateescape")
    if any(byte > 0x7F for byte in raw):
        value = decode(raw)[0]
    try:
        pieces = decode_header(value)
    except (MessageDefect, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else decode(piece, declared=charset or "")[0]
        for piece, charset in pieces
    )


formats.register("eml", Eml())
