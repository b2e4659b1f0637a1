"""E-mail and web addresses, whole or made harmless for a report."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found

_DOT = r"(?:\.| ?(?:\[\.\]|\(\.\)|\{\.\}|[\[({]dot[\])}]) ?| (?-i:dot|DOT) )"
_AT = r"(?:@| ?(?:\[@\]|\(@\)|\{@\}|[\[({]at[\])}]) ?| (?-i:AT) )"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_TOP = r"(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})"
_LOCAL = r"\w(?:[\w.+-]|['&](?=\w)){0,63}"
EMAIL = re.compile(
    rf"(?<![\w.+-])(?P<local>{_LOCAL}){_AT}(?P<domain>(?:{_LABEL}{_DOT}){{1,8}}{_TOP})(?![\w-])",
    re.IGNORECASE,
)
# " AT " alone is a word; with " DOT " behind it, it is an address.
PLAIN_AT = re.compile(r"[@\[({]|\bdot\b", re.IGNORECASE)
NO_TOP = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "pdf"})
# The number of a message has the form of an address, and nobody reads what is sent there.
MESSAGE = re.compile(r"(?:message-id|in-reply-to|references)\s*:[^\n]*$", re.IGNORECASE)
IN_URL = re.compile(r"://[^\s/?#]*$")

_SCHEME = r"(?:h[tx]{2}ps?|f[tx]p)(?::|\[:\])(?://|\[//\])|h[tx]{2}ps?\[://\]"
_REST = r"[^\s<>\"'{}|\\^`\[\]]"
_HOST = r"(?:\[[0-9a-f:.]{3,45}\]|(?:[^\s<>\"'{}|\\^`\[\]()/?#]|\[\.\]|\(\.\)|[\[(]dot[\])])+)"
URL = re.compile(
    rf"(?<![\w@])(?:(?P<scheme>{_SCHEME})|(?=www\.))(?P<host>{_HOST})(?P<rest>(?:[/?#]{_REST}*)?)",
    re.IGNORECASE,
)
# Without a scheme: a name that was made harmless, one with a path, or one of the onion network.
_COMMON = (
    "com|org|net|info|io|me|ly|co|app|gl|gg|eu|nl|be|de|fr|it|es|uk|ch|at|pl|ro|bg|gr|tr|ru|ua|rs|"
    "al|hu|cz|sk|se|dk|no|fi|pt|ie|ly|tn|dz|ma|eg|link|site|online|shop|xyz|tk|onion|example"
)
BARE = re.compile(
    rf"(?<![\w@./-])(?P<host>(?:{_LABEL}(?:\[\.\]|\(\.\)|[\[(]dot[\])])){{1,8}}{_TOP}(?=[\s/,;:)]|"
    rf"$)"
    rf"|(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])\.){{1,8}}(?:{_COMMON})(?=/\w)"
    rf"|[a-z2-7]{{56}}\.onion)(?P<rest>(?:[/?#]{_REST}*)?)",
    re.IGNORECASE,
)
HARMLESS = re.compile(r" ?(?:\[\.\]|\(\.\)|\{\.\}|[\[({]dot[\])}]) ?| dot ", re.IGNORECASE)
TRAILING = ".,;:!?*»”’…'\""


def find_emails(text: str, country: str) -> Iterator[Found]:
    """Yield e-mail addresses in lower case (RFC 5322, the part that is used)."""
    for match in EMAIL.finditer(text):
        domain = _mended(match["domain"])
        written = f"{match['local']}@{domain}" == match[0]
        sure = written or PLAIN_AT.search(match[0])
        if not sure or domain.rpartition(".")[2] in NO_TOP:
            continue
        said = text[max(0, match.start() - 100) : match.start()]
        if not IN_URL.search(said) and not MESSAGE.search(said):
            value = f"{match['local']}@{domain}".lower()
            plain = match[0].lower() == value
            yield Found(
                kind="email",
                value=value,
                raw=match[0],
                start=match.start(),
                end=match.end(),
                assumption="" if plain else "at and dot spelled out",
            )


def find_urls(text: str, country: str) -> Iterator[Found]:
    """Yield web addresses without the punctuation of the sentence around them (RFC 3986).

    Scheme and host are in lower case; one made harmless is as it was before.
    """
    for match in URL.finditer(text):
        scheme = re.sub(r"[^a-z]", "", (match["scheme"] or "http").lower()).replace("x", "t")
        yield from _url(match, scheme)
    for match in BARE.finditer(text):
        yield from _url(match, "http")


def _url(match: re.Match[str], scheme: str) -> Iterator[Found]:
    raw = _without_sentence(match[0])
    cut = len(match[0]) - len(raw)
    rest = match["rest"][: len(match["rest"]) - cut] if cut <= len(match["rest"]) else ""
    host = match["host"] if cut <= len(match["rest"]) else match["host"][: -cut or None]
    host = _mended(host) if match["rest"] or cut == 0 else _mended(host).rstrip(TRAILING)
    if re.search(r"\w[.:]\w|^localhost", host):
        end = match.start() + len(raw)
        value = f"{scheme}://{host}{rest}"
        yield Found(kind="url", value=value, raw=raw, start=match.start(), end=end)


def _without_sentence(raw: str) -> str:
    """Return an address without the marks of the sentence, nor a bracket opened before it."""
    while raw and (raw[-1] in TRAILING or (raw[-1] == ")" and raw.count(")") > raw.count("("))):
        raw = raw[:-1]
    return raw


def _mended(host: str) -> str:
    return HARMLESS.sub(".", host).lower()
