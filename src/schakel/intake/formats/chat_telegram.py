"""Telegram's export of a chat or of everything, as JSON and as HTML."""

import json
import re
from collections.abc import Iterator
from typing import Any

from schakel.intake.formats._base import Context, File, Read, formats
from schakel.intake.formats._chats import Message, compose_chat
from schakel.intake.formats._decoding import decode
from schakel.intake.formats._markup import parse_html

_TITLE_DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})")


class TelegramJson:
    """`result.json`: one chat, or a list of chats."""

    media_type = "application/x-telegram-chat+json"
    suffixes = frozenset({".json"})
    rank = 500

    def matches(self, file: File) -> bool:
        """Tell whether the file begins as an object with messages of the kind Telegram writes."""
        head = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")
        return head.startswith(b"{") and b'"messages"' in head and b'"date_unixtime"' in head

    def read(self, file: File, context: Context) -> Read:
        """Return the messages of all chats."""
        text, problems = decode(file.path.read_bytes())
        shown, facts = compose_chat(_from_json(json.loads(text)))
        return Read(text=shown, facts=facts, problems=problems)


class TelegramHtml:
    """`messages.html`: one page of a chat."""

    media_type = "text/x-telegram-chat+html"
    suffixes = frozenset({".html", ".htm"})
    rank = 290

    def matches(self, file: File) -> bool:
        """Tell whether the page bears the marks of an export."""
        return b"<title>Exported Data</title>" in file.head and b"page_body chat_page" in file.head

    def read(self, file: File, context: Context) -> Read:
        """Return the messages of the page."""
        text, problems = decode(file.path.read_bytes())
        shown, facts = compose_chat(_from_html(text))
        return Read(text=shown, facts=facts, problems=problems)


def _from_json(export: dict[str, Any]) -> Iterator[Message]:
    chats = [export] if "messages" in export else export.get("chats", {}).get("list", [])
    for chat in chats:
        for one in chat.get("messages", []):
            speaker = one.get("from") or ""
            said = _plain(one.get("text", "")) or str(one.get("action") or _attached(one))
            number = one.get("phone_number") or one.get("contact_information", {}).get(
                "phone_number", ""
            )
            place = one.get("location_information") or {}
            where = f"{place['latitude']},{place['longitude']}" if "latitude" in place else ""
            text = " ".join(filter(None, (said, number, where)))
            yield Message(
                at=str(one.get("date", "")).replace("T", " "), speaker=str(speaker), text=text
            )


def _plain(text: Any) -> str:
    if isinstance(text, str):
        return text
    pieces = []
    for piece in text:
        shown = piece if isinstance(piece, str) else str(piece.get("text", ""))
        href = "" if isinstance(piece, str) else str(piece.get("href") or "")
        pieces.append(f"{shown} ({href})" if href and href != shown else shown)
    return "".join(pieces)


def _attached(one: dict[str, Any]) -> str:
    return str(one.get("file") or one.get("photo") or "")


def _from_html(source: str) -> Iterator[Message]:
    tree = parse_html(source)
    speaker = ""
    for block in [] if tree is None else tree.find_class("message"):
        body = block.find_class("body")
        if "service" in (block.get("class") or ""):
            yield Message(at="", speaker="", text=_text_in(body))
            continue
        names = [
            one
            for one in block.find_class("from_name")
            if not any("forwarded" in (up.get("class") or "") for up in one.iterancestors())
        ]
        speaker = _text_in(names[:1]) or speaker
        stamp = next((one.get("title") or "" for one in block.find_class("date")), "")
        parts = [_text_in(block.find_class(name)) for name in ("text", "media")]
        yield Message(at=_iso(stamp), speaker=speaker, text=" ".join(filter(None, parts)))


def _text_in(elements: list[Any]) -> str:
    texts = (" ".join("\n".join(one.itertext()).split()) for one in elements)
    return " ".join(filter(None, texts))


def _iso(stamp: str) -> str:
    match = _TITLE_DATE.search(stamp)
    return f"{match[3]}-{match[2]}-{match[1]} {match[4]}" if match else stamp


formats.register("telegram-json", TelegramJson())
formats.register("telegram-html", TelegramHtml())
