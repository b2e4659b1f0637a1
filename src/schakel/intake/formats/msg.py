"""Mail as Outlook saves it (MS-OXMSG)."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from schakel.intake.formats._base import Child, Context, File, Read, formats
from schakel.intake.formats._decoding import decode
from schakel.intake.formats._letters import compose_letter
from schakel.intake.formats._ole import OLE_START, streams_in

_TO, _CC = 1, 2  # PidTagRecipientType
_RECIPIENT_TYPE, _EMBEDDED = 0x0C15, "__substg1.0_3701000D"
_HTML_BYTES = 0x1013
_NESTED_HEADER = 24  # bytes before the properties of a message inside a message
_DEEPEST = 10


class Msg:
    """One Outlook item; attached items become mails of their own."""

    media_type = "application/vnd.ms-outlook"
    suffixes = frozenset({".msg", ".oft"})
    container = OLE_START
    rank = 120

    def matches(self, file: File) -> bool:
        """Tell whether it is a compound file with the properties of a message."""
        return "__properties_version1.0" in streams_in(file)

    def read(self, file: File, context: Context) -> Read:
        """Return headers and body as text."""
        from oxmsg import Message

        message = Message.load(str(file.path))
        headers = _headers_of(message)
        return Read(
            text=compose_letter(headers, message.body or "", _html_of(message)),
            children=_children_of(message),
            facts={"mail": {name.lower(): value for name, value in headers if value}},
        )


def _headers_of(message: Any) -> list[tuple[str, str]]:
    sent = message.sent_date
    return [
        ("From", message.sender or ""),
        ("To", _recipients(message, _TO) or message.message_headers.get("To", "")),
        ("Cc", _recipients(message, _CC)),
        ("Date", format_datetime(sent) if sent else message.message_headers.get("Date", "")),
        ("Subject", message.subject),
    ]


def _recipients(message: Any, kind: int) -> str:
    people = []
    for one in message.recipients:
        if (one.properties.int_prop_value(_RECIPIENT_TYPE) or _TO) == kind:
            name, address = one.name or "", one.email_address or ""
            people.append(f"{name} <{address}>" if name and name != address else address)
    return ", ".join(person for person in people if person)


def _html_of(message: Any) -> str:
    try:
        return message.html_body or ""
    except (LookupError, UnicodeDecodeError):
        return decode(message.properties.binary_prop_value(_HTML_BYTES) or b"")[0]


def _children_of(message: Any) -> Iterator[Child]:
    for number, attachment in enumerate(message.attachments, start=1):
        inner = _inner_message(attachment)
        if inner is not None:
            yield Child(
                name=f"{inner.subject or f'mail-{number}'}.eml".replace("/", "-"),
                content=_as_mail(inner, depth=1).as_bytes(),
            )
        elif attachment.file_bytes is not None:
            yield Child(name=_name_of(attachment, number), content=attachment.file_bytes)


def _name_of(attachment: Any, number: int) -> str:
    short = attachment.properties.str_prop_value(0x3704)  # PidTagAttachFilename
    return attachment.file_name or short or f"part-{number}.bin"


def _inner_message(attachment: Any) -> Any | None:
    """Return the message that is attached as an item, which the library leaves as a folder."""
    from oxmsg import Message
    from oxmsg.properties import Properties

    class Inner(Message):
        """A message whose properties begin where those of a nested one do."""

        @property
        def properties(self) -> Properties:
            return Properties(self._storage, properties_header_offset=_NESTED_HEADER)

    folders = attachment._storage.storages
    return next((Inner(folder) for folder in folders if folder.name == _EMBEDDED), None)


def _as_mail(message: Any, *, depth: int) -> EmailMessage:
    """Return an attached item as a mail, for an item inside an item has no bytes of its own."""
    mail = EmailMessage()
    for name, value in _headers_of(message):
        if value:
            mail[name] = " ".join(value.split())
    mail.set_content(message.body or "")
    if html := _html_of(message):
        mail.add_alternative(html, subtype="html")
    for number, attachment in enumerate(message.attachments, start=1):
        inner = _inner_message(attachment)
        if inner is not None and depth < _DEEPEST:
            mail.add_attachment(_as_mail(inner, depth=depth + 1))
        elif attachment.file_bytes is not None:
            mail.add_attachment(
                attachment.file_bytes,
                maintype="application",
                subtype="octet-stream",
                filename=_name_of(attachment, number),
            )
    return mail


formats.register("msg", Msg())
