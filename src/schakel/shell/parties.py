"""What partners are called: a page never shows a bare code of a node or a country."""

from collections.abc import Callable

from django.utils.translation import get_language

from schakel.kernel.registry import Registry

# A namer takes the code of a node, a country or an organisation and a language (`en`, `nl`), and
# returns its name, or the code itself when it knows none.
Namer = Callable[[str, str], str]
namers: Registry[Namer] = Registry("namer of parties")


def name_party(code: str) -> str:
    """Return the name of a party in the reader's language, or its code when nobody knows it."""
    language = (get_language() or "en")[:2]
    names = (namer(code, language) for _, namer in namers)
    return next((name for name in names if name != code), code)
