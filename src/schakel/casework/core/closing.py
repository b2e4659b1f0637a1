"""When a report is complete."""

from dataclasses import dataclass
from enum import StrEnum

SOURCE_GRADES = ("A", "B", "C", "X")
INFORMATION_GRADES = ("1", "2", "3", "4")


class Europol(StrEnum):
    """Whether the report goes to Europol, as every liaison report must decide."""

    YES = "yes"
    NO = "no"
    LATER = "later"


class Missing(StrEnum):
    """What a report still lacks before it can be closed."""

    CONTENT = "content"
    SOURCE_GRADE = "source-grade"
    INFORMATION_GRADE = "information-grade"
    CODES = "codes"
    H3_TEXT = "h3-text"
    PURPOSE = "purpose"
    EUROPOL = "europol"
    EUROPOL_REASON = "europol-reason"
    EUROPOL_PURPOSES = "europol-purposes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportState:
    """What closing looks at."""

    has_content: bool
    source_grade: str
    information_grade: str
    codes: frozenset[str]
    h3_text: str
    purpose: str
    europol: str
    europol_reason: str
    europol_purposes: tuple[str, ...]


def missing_of(report: ReportState) -> tuple[Missing, ...]:
    """Return everything that the report lacks, in the order of the page.

    Source: grading and purposes: Regulation (EU) 2016/794, arts 18(2), 29; the decision on Europol
    for every liaison report is a house rule.
    """
    lacks = {
        Missing.CONTENT: not report.has_content,
        Missing.SOURCE_GRADE: report.source_grade not in SOURCE_GRADES,
        Missing.INFORMATION_GRADE: report.information_grade not in INFORMATION_GRADES,
        Missing.CODES: not report.codes,
        Missing.H3_TEXT: "H3" in report.codes and not report.h3_text.strip(),
        Missing.PURPOSE: not report.purpose,
        Missing.EUROPOL: report.europol not in list(Europol),
        Missing.EUROPOL_REASON: bool(report.europol) and not report.europol_reason.strip(),
        Missing.EUROPOL_PURPOSES: report.europol == Europol.YES and not report.europol_purposes,
    }
    return tuple(missing for missing, absent in lacks.items() if absent)
