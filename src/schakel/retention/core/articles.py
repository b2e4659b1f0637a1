"""Under which article something is kept, from when its period counts, and what the law says."""

from dataclasses import dataclass
from enum import StrEnum


class Counting(StrEnum):
    """From which day a period counts."""

    FIRST = "first"  # first processing
    LAST = "last"  # last relevant processing
    END = "end"  # end of the investigation
    REMOVED = "removed"  # the day on which it was put out of use


class Then(StrEnum):
    """What happens when the period is over."""

    REMOVE = "remove"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One ground for keeping; `latest_months` is the longest that its law allows, None when no
    source of this product says so: then the privacy officer enters it.

    `mark` is how sure the source is: `V` read in the text of the law, empty when there is none.
    """

    code: str
    regimes: frozenset[str]
    counts_from: Counting
    then: Then
    latest_months: int | None = None
    source: str = ""
    mark: str = ""


_WPG = frozenset({"wpg"})
_READ = "Wet politiegegevens (BWBR0022463, state 2023-11/2025-07)"
ARTICLES: dict[str, Article] = {
    one.code: one
    for one in (
        Article(
            code="wpg-8",
            regimes=_WPG,
            counts_from=Counting.FIRST,
            then=Then.REMOVE,
            latest_months=60,
            source=f"{_READ}, art. 8",
            mark="V",
        ),
        Article(
            code="wpg-9",
            regimes=_WPG,
            counts_from=Counting.END,
            then=Then.REMOVE,
            latest_months=6,
            source=f"{_READ}, art. 9",
            mark="V",
        ),
        Article(
            code="wpg-10",
            regimes=_WPG,
            counts_from=Counting.LAST,
            then=Then.REMOVE,
            latest_months=60,
            source=f"{_READ}, art. 10",
            mark="V",
        ),
        Article(
            code="wpg-12",
            regimes=_WPG,
            counts_from=Counting.LAST,
            then=Then.DESTROY,
            latest_months=120,
            source=f"{_READ}, art. 12",
            mark="V",
        ),
        Article(
            code="wpg-14",
            regimes=_WPG,
            counts_from=Counting.REMOVED,
            then=Then.DESTROY,
            latest_months=60,
            source=f"{_READ}, art. 14",
            mark="V",
        ),
        *(
            Article(
                code=code,
                regimes=frozenset({code}),
                counts_from=Counting.FIRST,
                then=Then.DESTROY,
            )
            for code in ("wjsg", "avg", "national-police-law", "national-criminal-procedure")
        ),
    )
}
AFTER_REMOVAL = "wpg-14"


def articles_of(regime: str) -> tuple[str, ...]:
    """Return the articles under which data of a regime can be kept, the usual one first."""
    found = [one.code for one in ARTICLES.values() if regime in one.regimes]
    return tuple(code for code in found if code != AFTER_REMOVAL)
