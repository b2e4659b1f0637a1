"""Names on social networks: links to profiles, and names with the network beside them."""

import re
from collections.abc import Iterator

from schakel.intake.core.found import Found
from schakel.intake.core.recognise._near import before

_NAME = r"@?(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]))"
_PATHS: tuple[tuple[str, str, str], ...] = (
    ("facebook", r"facebook|fb", r"profile\.php\?(?:\w+=\w+&)*id=(?P<id>\d{5,20})"),
    ("facebook", r"facebook|fb", r"people/[^/\s]+/(?P<number>\d{5,20})"),
    ("facebook", r"facebook|fb", _NAME),
    ("instagram", r"instagram", rf"(?:stories/)?{_NAME}"),
    ("tiktok", r"tiktok", _NAME),
    ("x", r"twitter|x", _NAME),
    ("telegram", r"t|telegram", rf"(?:s/)?{_NAME}"),
    ("vk", r"vk", _NAME),
    ("youtube", r"youtube", rf"(?:c/|user/|channel/)?{_NAME}"),
    ("snapchat", r"snapchat", rf"(?:add/)?{_NAME}"),
    ("linkedin", r"linkedin", rf"in/{_NAME}"),
    ("ok", r"ok", rf"(?:profile/)?{_NAME}"),
    ("threads", r"threads", _NAME),
    ("reddit", r"reddit", rf"(?:user|u)/{_NAME}"),
    ("bluesky", r"bsky", rf"profile/{_NAME}"),
)
_TOPS = {"x": "com", "telegram": "me|org|dog", "vk": "com|ru", "ok": "ru", "threads": "net|com"}
_DOT = r"(?:\.|\[\.\]|\(\.\))"


def _link(hosts: str, tops: str, path: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w@.-])(?:h(?:tt|xx)ps?(?::|\[:\])//)?"
        rf"(?:(?:www|m|mobile|web|[a-z]{{2}}(?:-[a-z]{{2}})?){_DOT})?(?:{hosts}){_DOT}(?:{tops})/"
        rf"{path}(?![\w.@-]*\w)(?:[/?#][^\s<>\"')\]]*)?",
        re.IGNORECASE,
    )


# Network, the hosts that a text with such a link must name, and the link.
LINKS = tuple(
    (
        network,
        [f"{host}.{top}/" for host in hosts.split("|") for top in tops.split("|")],
        _link(hosts, tops, path),
    )
    for network, hosts, path in _PATHS
    for tops in [_TOPS.get(network, "com|app")]
)
SCHEMES = re.compile(
    r"(?<!\w)(?:tg://resolve\?domain=|skype:)(?P<name>[A-Za-z0-9_.]{3,64}\w)", re.I
)
# Addresses of the networks that are nobody's name.
PAGES = frozenset(
    "share sharer sharer.php groups watch p reel reels login home explore joinchat events photo "
    "photo.php story.php permalink.php hashtag search i intent messages settings about help legal "
    "privacy terms c channel user add s video videos live playlist results feed shorts embed music "
    "discover tag marketplace pages profile.php people in company jobs policies download".split()
)
MENTION = re.compile(r"(?<![\w@./])@([A-Za-z0-9_][A-Za-z0-9_.]{1,62}[A-Za-z0-9_])(?![\w@])")
NETWORKS = {
    "fb": "facebook", "tg": "telegram", "twitter": "x", "insta": "instagram", "ig": "instagram",
    "snap": "snapchat", "yt": "youtube", "تلگرام": "telegram", "تلغرام": "telegram",
    "تليجرام": "telegram", "تيليجرام": "telegram", "تليغرام": "telegram", "سناب": "snapchat",
    "انستغرام": "instagram", "انستا": "instagram", "إنستغرام": "instagram", "اینستا": "instagram",
    "اینستاگرام": "instagram", "فيسبوك": "facebook", "فیسبوک": "facebook",
    "فيس": "facebook", "تيكتوك": "tiktok", "تیکتاک": "tiktok", "تيك توك": "tiktok",
}  # fmt: skip
_WORDS = (
    r"facebook|instagram|insta|tiktok|twitter|telegram|snapchat|signal|youtube|linkedin|threads|"
    r"skype|viber|discord"
)
_OTHER_SCRIPTS = "|".join(name for name in NETWORKS if not name.isascii())
WORD = re.compile(
    rf"({_WORDS}|{_OTHER_SCRIPTS}|\b(?:fb|ig|tg|vk|snap|yt)\b|\b(?:on|op|auf|su) (x)\b|"
    rf"\b(x)[:( -]*$)"
)
# "Snapchat: boatman99" needs no at-sign when the name is no word.
CALLED = re.compile(
    rf"\b(?P<network>{_WORDS}|fb|ig|tg|snap)(?:[ -](?:account|user(?:name)?|id|handle|nick|naam|"
    r"profiel?|profile?|"
    r"profil))?\s?[:=]\s?(?P<name>(?=[A-Za-z_.]*[0-9_])[A-Za-z][A-Za-z0-9_.]{3,40}"
    r"[A-Za-z0-9_])(?![\w@/:.-]*[\w@/])",
    re.IGNORECASE,
)

SIGNAL = re.compile(r"\.\d{2,}$")  # every name there ends in a number


def find_handles(text: str, country: str) -> Iterator[Found]:
    """Yield names on social networks as `network:name`; one without a network is left alone."""
    low = text.lower().replace("[.]", ".").replace("(.)", ".")
    for network, addresses, pattern in LINKS:
        named = any(address in low for address in addresses)
        for match in pattern.finditer(text) if named else ():
            groups = match.groupdict()
            name = groups.get("id") or groups.get("number") or groups.get("name") or ""
            if name.lower() not in PAGES:
                yield _found(network, name, match)
    for match in SCHEMES.finditer(text):
        yield _found("skype" if match[0].lower().startswith("s") else "telegram", match[1], match)
    for match in CALLED.finditer(text):
        network = match["network"].lower()
        if network != "signal" or SIGNAL.search(match["name"]):
            yield _found(network, match["name"], match, at="name")
    yield from _mentions(text)


def _mentions(text: str) -> Iterator[Found]:
    for match in MENTION.finditer(text):
        words = list(WORD.finditer(before(text, match.start())))
        after = WORD.search(text[match.end() : match.end() + 20].lower())
        named = words[-1] if words else after
        if named:
            network = named[2] or named[3] or named[1]
            yield _found(network, match[1], match)


def _found(network: str, name: str, match: re.Match[str], *, at: str | int = 0) -> Found:
    return Found(
        kind="handle",
        value=f"{NETWORKS.get(network, network)}:{name.lower()}",
        raw=match[at],
        start=match.start(at),
        end=match.end(at),
    )
