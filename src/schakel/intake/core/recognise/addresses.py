"""E-mail and web addresses, and names on social networks."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
SPELLED = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64}) ?[\[(]at[\])] ?((?:[\w-]{1,63} ?(?:\.|[\[(]dot[\])]) ?){1,8}"
    r"[^\W\d_]{2,24})(?![\w-])",
    re.IGNORECASE,
)
URL = re.compile(
    r"(?<![\w@])(?:h(?:tt|xx)ps?://|www\.)[^\s<>\"'{}|\\^`\[\]]{3,2000}", re.IGNORECASE
)
TRAILING = ".,;:!?)»”’"
PROFILE = re.compile(
    r"(?<![\w@.])(?:h(?:tt|xx)ps?://)?(?:www\.|m\.)?"
    r"(facebook|fb|instagram|tiktok|twitter|x|t|telegram|vk|youtube|snapchat)"
    r"\.(?:com|me|org)/(?:@|add/|c/|user/)?([A-Za-z0-9_.]{2,64})/?(?![\w/?=&])",
    re.IGNORECASE,
)
MENTION = re.compile(r"(?<![\w@./])@([A-Za-z0-9_][A-Za-z0-9_.]{1,62}[A-Za-z0-9_])(?![\w@])")
NETWORKS = {"fb": "facebook", "t": "telegram", "x": "x", "twitter": "x", "insta": "instagram"}
WORD = re.compile(
    r"(facebook|instagram|insta|tiktok|twitter|telegram|snapchat|signal|youtube|\bvk\b|\bx\b)"
)
PAGES = {"share", "sharer", "groups", "watch", "p", "reel", "login", "home", "explore", "joinchat"}


def find_emails(text: str, country: str) -> Iterator[Found]:
    """Yield e-mail addresses in lower case (RFC 5322, the part that is used)."""
    for match in EMAIL.finditer(text) if "@" in text else ():
        yield _found("email", match[0].lower(), match)
    for match in SPELLED.finditer(text):
        domain = re.sub(r" ?[\[(]dot[\])] ?", ".", match[2].lower()).replace(" ", "")
        value = f"{match[1].lower()}@{domain}"
        yield _found("email", value, match, assumption="at and dot spelled out")


def find_urls(text: str, country: str) -> Iterator[Found]:
    """Yield web addresses without the punctuation of the sentence around them (RFC 3986)."""
    for match in URL.finditer(text):
        raw = match[0].rstrip(TRAILING)
        value = re.sub(r"^hxxp", "http", raw, flags=re.IGNORECASE)
        value = value if value.lower().startswith("http") else f"http://{value}"
        end = match.start() + len(raw)
        yield Found(kind="url", value=value, raw=raw, start=match.start(), end=end)


def find_handles(text: str, country: str) -> Iterator[Found]:
    """Yield names on social networks as `network:name`; one without a network is left alone."""
    for match in PROFILE.finditer(text):
        name = match[2].rstrip(".").lower()
        if name not in PAGES and not (match[1].lower() == "t" and ".me" not in match[0]):
            network = NETWORKS.get(match[1].lower(), match[1].lower())
            yield _found("handle", f"{network}:{name}", match)
    for match in MENTION.finditer(text):
        words = WORD.findall(before(text, match.start()))
        after = WORD.search(text[match.end() : match.end() + 20].lower())
        network = words[-1] if words else after[1] if after else ""
        if network:
            value = f"{NETWORKS.get(network, network)}:{match[1].lower()}"
            yield _found("handle", value, match)


def _found(kind: str, value: str, match: re.Match[str], *, assumption: str = "") -> Found:
    return Found(
        kind=kind,
        value=value,
        raw=match[0],
        start=match.start(),
        end=match.end(),
        assumption=assumption,
    )
