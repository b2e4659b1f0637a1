"""What the pages of the room show, as values that the templates print."""

from collections.abc import Sequence
from typing import Any

from schakel.accounts.core.roles import Capability
from schakel.accounts.queries import User, may
from schakel.intake import queries
from schakel.intake.core.marking import Segment, Span, cut_text
from schakel.intake.core.problems import State
from schakel.intake.core.verdicts import Verdict
from schakel.intake.models import Finding, Original, Part
from schakel.intake.wording import (
    FACTS,
    KINDS,
    LABELS,
    STATES,
    VERDICTS,
    check_of,
    sentence_of,
    size_of,
    tone_of,
)
from schakel.kernel.errors import NotFoundError

MOST_CHARACTERS = 200_000  # of one part on one page
MOST_FINDINGS = 1_000


def original_page(original: Original, *, order: int, for_user: User) -> dict[str, Any]:
    """Return the page of an original that shows its part number `order`.

    Raises:
        NotFoundError: There is no such part.
    """
    parts = queries.list_parts(original.pk, for_user=for_user)
    part = next((one for one in parts if one.order == order), None)
    if part is None and (parts or order):
        raise NotFoundError("no such part")
    own = original.unit_id == for_user.unit_id
    findings = _findings_in(part, original, for_user) if part else []
    may_decide = own and may(for_user, Capability.WRITE_REPORT)
    return {
        "original": original,
        "home": queries.find_home(original.pk, for_user=for_user),
        "state": STATES[State(original.state)],
        "tone": tone_of(original.state),
        "own": own,
        "may_decide": may_decide,
        "refusal": sentence_of(original.problem) if original.problem and not parts else "",
        "part": part,
        "problems": [sentence_of(code) for code in (part.problems if part else ())],
        "danger": _danger(original, part),
        "segments": _segments(part, findings) if part else (),
        "cut": part is not None and len(part.text) > MOST_CHARACTERS,
        "facts": _facts(part, own=own) if part else [],
        "tree": [_branch(one, shown=part) for one in parts],
        **_lines(findings, may_decide=may_decide),
        "open_valid": any(_is_open_and_valid(one) for one in findings),
        "pairs": _pairs(original, part),
    }


def findings_page(original: Original, *, for_user: User) -> dict[str, Any]:
    """Return what was found in an original and everything nested in it."""
    findings = queries.list_findings(original.pk, for_user=for_user)
    own = original.unit_id == for_user.unit_id
    may_decide = own and may(for_user, Capability.WRITE_REPORT)
    return {
        "original": original,
        "home": queries.find_home(original.pk, for_user=for_user),
        "own": own,
        "may_decide": may_decide,
        "count": len(findings),
        "more": max(0, len(findings) - MOST_FINDINGS),
        "open_valid": any(_is_open_and_valid(one) for one in findings),
        **_lines(findings[:MOST_FINDINGS], may_decide=may_decide),
    }


def texts_page(original: Original, *, for_user: User) -> dict[str, Any]:
    """Return the text of an original and of everything nested in it, with marks; bounded."""
    texts, room = [], MOST_CHARACTERS
    for part in queries.list_parts(original.pk, for_user=for_user):
        if part.text and room > 0:
            found = _findings_in(part, original, for_user)
            texts.append({"part": part, "segments": _segments(part, found, most=room)})
            room -= len(part.text)
    return {"original": original, "texts": texts}


def _lines(findings: list[Finding], *, may_decide: bool) -> dict[str, Any]:
    """Return a line for each thing that was found, however often it stands in the text.

    What is open comes first; what is settled is there, folded.
    """
    groups: dict[tuple[str | None, ...], list[Finding]] = {}
    for one in findings:
        groups.setdefault(one.sameness, []).append(one)
    lines = [
        finding_line(first, may_decide=may_decide, same=same) for first, *same in groups.values()
    ]
    return {
        "lines": lines,
        "open_lines": [line for line in lines if not line["settled"]],
        "settled_lines": [line for line in lines if line["settled"]],
    }


def finding_line(
    finding: Finding,
    *,
    may_decide: bool,
    same: Sequence[Finding] = (),
    problem: str = "",
    focus: bool = False,
) -> dict[str, Any]:
    """Return one finding as a line with its form; `focus` when it takes the place of itself.

    Args:
        finding: The first place of it.
        may_decide: Whether the form is shown.
        same: The other places that the line stands for.
        problem: What was wrong with the last verdict.
        focus: Whether the line is where the reader was.
    """
    return {
        "finding": finding,
        "same": [one.pk for one in same],
        "times": len(same) + 1,
        "kind": KINDS.get(finding.kind, finding.kind),
        "check": check_of(finding.kind, valid=finding.valid),
        "verdict": VERDICTS[Verdict(finding.state)],
        "tone": tone_of(finding.state),
        "may_decide": may_decide,
        "problem": problem,
        "settled": finding.state != Verdict.PROPOSED and not problem,
        "focus": focus,
    }


def _danger(original: Original, part: Part | None) -> str:
    """Return why the whole is in quarantine when the part that is shown does not say it."""
    elsewhere = part is None or original.problem not in part.problems
    quarantined = original.state == State.QUARANTINED and original.problem
    return str(sentence_of(original.problem)) if quarantined and elsewhere else ""


def _findings_in(part: Part, original: Original, for_user: User) -> list[Finding]:
    every = queries.list_findings(original.pk, for_user=for_user)
    return [one for one in every if one.part_id == part.pk][:MOST_FINDINGS]


def _segments(
    part: Part, findings: list[Finding], *, most: int = MOST_CHARACTERS
) -> tuple[Segment[dict[str, Any]], ...]:
    marked = [one for one in findings if one.state != Verdict.REJECTED]
    spans = [
        Span(name=finding_line(one, may_decide=False), start=one.start, end=one.end)
        for one in marked
    ]
    return cut_text(part.text[:most], spans)


def _branch(part: Part, *, shown: Part | None) -> dict[str, Any]:
    return {
        "part": part,
        "name": part.path.rpartition("!")[2],
        "depth": min(part.path.count("!"), 10),
        "current": shown is not None and part.pk == shown.pk,
        "problems": len(part.problems),
    }


def _is_open_and_valid(finding: Finding) -> bool:
    return bool(finding.valid and finding.value and finding.state == Verdict.PROPOSED)


def _facts(part: Part, *, own: bool) -> list[tuple[str, str]]:
    return [
        (str(FACTS[key]), str(part.facts[key]))
        for key in FACTS
        if key in part.facts and (own or key in {"width", "height"})
    ]


def _pairs(original: Original, part: Part | None) -> list[tuple[str, str]]:
    pairs = [(LABELS["sha256"], part.sha256 if part else original.sha256)]
    pairs.append((LABELS["size"], size_of(part.size if part else original.size)))
    if part:
        pairs += [(LABELS["type"], part.media_type), (LABELS["pages"], str(part.pages))]
    return [(str(label), value) for label, value in pairs if value]
