"""A report as the page without a line writes it, and the sealed form in which it waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from schakel.wire.core.shapes import (
    BASE64URL,
    bytes_of,
    fields_of,
    id_of,
    moment_of,
    read_json,
    text_of,
)

ALGORITHM, CIPHER, TYPE = "ECDH-ES", "A256GCM", "schakel-report+jwe"
HEADER = frozenset({"alg", "enc", "kid", "epk", "typ"})
POINT = frozenset({"kty", "crv", "x"})
NAMES = frozenset({"v", "author", "written", "subject", "place", "text"})
LONGEST = 20_000  # characters of the text
LONGEST_SEALED = 200_000  # characters
PARTS = 5  # header, no wrapped key, nonce, ciphertext, tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody wrote; `written_at` is by the clock of the device."""

    author_id: UUID
    written_at: datetime
    subject: str
    place: str
    text: str


def key_of(jwe: object) -> str:
    """Return the name of the key that a sealed report needs.

    Raises:
        ValueError: It is no sealed report of the documented form.
    """
    parts = jwe.split(".") if isinstance(jwe, str) and len(jwe) <= LONGEST_SEALED else []
    if len(parts) != PARTS or parts[1] or not all(BASE64URL.fullmatch(part) for part in parts):
        raise ValueError("not a compact JWE")
    header = fields_of(read_json(bytes_of(parts[0])), HEADER)
    point = fields_of(header["epk"], POINT)
    if (header["alg"], header["enc"], header["typ"]) != (ALGORITHM, CIPHER, TYPE):
        raise ValueError("sealed in another way")
    if (point["kty"], point["crv"]) != ("OKP", "X25519"):
        raise ValueError("not a point")
    return text_of(header["kid"])


def read_report(plain: bytes) -> Report:
    """Return the report in what was sealed.

    Raises:
        ValueError: It is not of the documented shape.
    """
    given = fields_of(read_json(plain), NAMES)
    if given["v"] != 1 or not isinstance(given["text"], str):
        raise ValueError("another version")
    text = given["text"].strip()
    if not 0 < len(text) <= LONGEST:
        raise ValueError("no text, or too much")
    return Report(
        author_id=id_of(given["author"]),
        written_at=moment_of(given["written"]),
        subject=text_of(given["subject"]),
        place=text_of(given["place"]),
        text=text,
    )
