"""Everything that is recognised in a text: one module per family of identifiers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from schakel.intake.core.found import Found
from schakel.intake.core.recognise.addresses import find_emails, find_urls
from schakel.intake.core.recognise.dates import find_dates
from schakel.intake.core.recognise.devices import find_imeis, find_vins
from schakel.intake.core.recognise.documents import find_mrzs
from schakel.intake.core.recognise.folding import Folded, fold
from schakel.intake.core.recognise.handles import find_handles
from schakel.intake.core.recognise.money import find_amounts, find_cards, find_ibans
from schakel.intake.core.recognise.phones import find_linked_phones, find_phones
from schakel.intake.core.recognise.places import find_places
from schakel.intake.core.recognise.plates import find_plates
from schakel.intake.core.recognise.positions import find_coordinates
from schakel.intake.core.recognise.vessels import find_imos, find_mmsis

# Takes a folded text and the country of national notations.
Recogniser = Callable[[str, str], Iterable[Found]]
# In order of trust: what stands earlier wins where two overlap.
RECOGNISERS: tuple[Recogniser, ...] = (
    find_mrzs,
    find_ibans,
    find_emails,
    find_handles,
    find_coordinates,
    find_linked_phones,
    find_urls,
    find_imos,
    find_mmsis,
    find_imeis,
    find_cards,
    find_vins,
    find_dates,
    find_amounts,
    find_plates,
    find_phones,
    find_places,
)
_STRETCH = re.compile(rb"\x01+|\x00+")


def find_all(text: str, *, country: str) -> tuple[Found, ...]:
    """Return everything recognised in `text`, in order, without overlaps.

    Args:
        text: Any length; `start` and `end` of what is found count its code points.
        country: ISO 3166 alpha-2; national notations are read as of there, and say so.
    """
    kept: list[Found] = []
    folded = fold(text)
    taken = bytearray(len(folded.text))
    for recognise in RECOGNISERS:
        seen = _left(folded.text, taken) if recognise is find_phones else folded.text
        for found in recognise(seen, country):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(_as_written(found, text, folded))
    return tuple(sorted(kept, key=lambda found: found.start))


def _left(text: str, taken: bytearray) -> str:
    """Return `text` with bars for what was recognised: a date or an amount ends a number."""
    return "".join(
        "|" * len(stretch[0]) if stretch[0][0] == 1 else text[stretch.start() : stretch.end()]
        for stretch in _STRETCH.finditer(taken)
    )


def _as_written(found: Found, text: str, folded: Folded) -> Found:
    start, end = folded.back(found.start, found.end)
    return replace(found, start=start, end=end, raw=text[start:end])
