"""Everything that is recognised in a text."""

from collections.abc import Callable, Iterable

from schakel.intake.core.found import Found
from schakel.intake.core.recognise.addresses import find_emails, find_urls
from schakel.intake.core.recognise.money import find_ibans
from schakel.intake.core.recognise.phones import find_phones

Recogniser = Callable[[str, str], Iterable[Found]]
# In order of trust: what stands earlier wins where two overlap.
RECOGNISERS: tuple[Recogniser, ...] = (find_ibans, find_emails, find_urls, find_phones)


def find_all(text: str, *, country: str) -> tuple[Found, ...]:
    """Return everything recognised in `text`, in order, without overlaps.

    Args:
        text: Any length; `start` and `end` of what is found count its code points.
        country: ISO 3166 alpha-2; national notations are read as of there, and say so.
    """
    kept: list[Found] = []
    taken: set[int] = set()
    for recognise in RECOGNISERS:
        for found in recognise(text, country):
            if taken.isdisjoint(range(found.start, found.end)):
                taken.update(range(found.start, found.end))
                kept.append(found)
    return tuple(sorted(kept, key=lambda found: found.start))
