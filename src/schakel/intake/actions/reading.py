"""Reading what was kept, once or again, and reading without keeping."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from schakel.accounts.actions import record_deed
from schakel.accounts.core.roles import Capability
from schakel.accounts.queries import User, require
from schakel.intake import queries
from schakel.intake.core.limits import Limits
from schakel.intake.core.parts import ReadPart
from schakel.intake.core.problems import Problem, State, state_of, worst_of
from schakel.intake.core.verdicts import Verdict
from schakel.intake.models import Finding, Original, Part
from schakel.intake.session import ReaderSession
from schakel.intake.wording import sentence_of
from schakel.shell import vault
from schakel.shell.search import index_text

_MOST_SEARCHED = 2_000_000  # characters of one original in the index
_WAITS_LONG = timedelta(minutes=5)  # longer than any reading: whoever took it in is gone


def limits_of_node() -> Limits:
    """Return the limits of reading, with what the site set itself."""
    return Limits(**getattr(settings, "SCHAKEL_READING_LIMITS", {}))


def read_file(path: Path, *, country: str, session: ReaderSession | None = None) -> list[ReadPart]:
    """Return `path` and everything nested in it as read, keeping nothing.

    Raises:
        OSError: The file itself cannot be opened.
    """
    if session:
        return list(session.read(path, name=path.name))
    with ReaderSession(country=country, limits=limits_of_node()) as own:
        return list(own.read(path, name=path.name))


def dry_run(paths: Iterable[Path], *, country: str) -> dict[str, Any]:
    """Return what `schakel intake FILE... --dry-run --json` prints; needs no node and no database.

    Raises:
        OSError: One of the files cannot be opened.
    """
    with ReaderSession(country=country, limits=limits_of_node()) as session:
        return {
            "files": [
                _entry_of(part, given=path)
                for path in paths
                for part in read_file(path, country=country, session=session)
            ]
        }


def read_into(original: Original, *, session: ReaderSession, now: datetime) -> None:
    """Read the bytes of `original` and store its parts and findings in place of earlier ones.

    What a person settled stays: a finding at the same place with the same kind keeps its verdict.
    """
    drafts = list(_drafts(original, session))
    problems = [problem for read, _ in drafts for problem in read.problems]
    first = drafts[0][0]
    with transaction.atomic():
        fresh = Original.objects.select_for_update().get(pk=original.pk)
        if fresh.state == State.ERASED:
            return  # while it was being read
        verdicts = _take_away_reading(original)
        Part.objects.bulk_create([part for _, part in drafts], batch_size=50)
        Finding.objects.bulk_create(
            [one for read, part in drafts for one in _findings_of(read, part, verdicts)],
            batch_size=200,
        )
        worst = worst_of(first.problems) or worst_of(problems)
        original.media_type = first.media_type
        original.state = state_of(first.problems, problems).value
        original.problem = worst.value if worst else ""
        original.read_at = now
        original.save(update_fields=["media_type", "state", "problem", "read_at"])
        index_text(
            kind="original",
            object_id=original.pk,
            title=original.name,
            body="\n".join(read.text for read, _ in drafts)[:_MOST_SEARCHED],
        )


def read_again(original_id: UUID, *, by: User, now: datetime) -> None:
    """Read an original again, for example after a reader became better.

    Raises:
        NotFoundError: No such original, for this user.
        NotAllowedError: The role may not write reports.
    """
    require(by, Capability.WRITE_REPORT)
    original = queries.get_own_original(original_id, for_user=by)
    if original.state in {State.REFUSED, State.ERASED}:
        return
    with ReaderSession(country=original.country, limits=limits_of_node()) as session:
        read_into(original, session=session, now=now)
    record_deed(
        by=by,
        at=now,
        event="original:read-again",
        object_kind="original",
        object_id=str(original.pk),
    )


def read_waiting(now: datetime) -> int:
    """Read one original that waits, and return how many were read.

    Those are the files that partners delivered, and those whose reading was cut off, for example
    by a power failure.
    """
    cut_off = Q(taken_at__lt=now - _WAITS_LONG)
    waiting = Original.objects.filter(cut_off | Q(taken_by=None), state=State.WAITING)
    original = waiting.order_by("taken_at").first()
    if original is None:
        return 0
    try:
        with ReaderSession(country=original.country, limits=limits_of_node()) as session:
            read_into(original, session=session, now=now)
    except OSError:  # its bytes are gone; the next in the row must not wait for them
        original.state, original.problem = State.QUARANTINED.value, Problem.READER_STOPPED.value
        original.save(update_fields=["state", "problem"])
    return 1


def _drafts(original: Original, session: ReaderSession) -> Iterator[tuple[ReadPart, Part]]:
    with vault.plain_file(original.sha256) as path:
        yield from _parts(original, session.read(path, name=original.name))


def _parts(original: Original, reading: Iterator[ReadPart]) -> Iterator[tuple[ReadPart, Part]]:
    made: list[Part] = []
    for order, read in enumerate(reading):
        if read.parent is not None:
            _keep_bytes(read.content)
        part = Part(
            original=original,
            parent=made[read.parent] if read.parent is not None else None,
            order=order,
            path=read.path,
            media_type=read.media_type[:120],
            sha256=read.sha256,
            size=read.size,
            text=read.text,
            pages=read.pages,
            problems=[problem.value for problem in read.problems],
            facts=dict(read.facts),
            shown_sha256=_keep_bytes(read.shown) if read.shown else "",
        )
        made.append(part)
        yield read, part


def _keep_bytes(path: Path) -> str:
    with path.open("rb") as stream:
        sha256, _ = vault.put(iter(lambda: stream.read(1 << 20), b""))
    return sha256


# what a finding is found back by: path of its part, kind, first and last code point
_Place = tuple[str, str, int, int]


def _take_away_reading(original: Original) -> dict[_Place, Finding]:
    """Delete parts and findings of an earlier reading; return the findings a person settled."""
    old = Finding.objects.filter(part__original=original)
    settled = old.exclude(state=Verdict.PROPOSED.value).select_related("part")
    verdicts = {(one.part.path, one.kind, one.start, one.end): one for one in settled}
    old.delete()
    Part.objects.filter(original=original).update(parent=None)
    Part.objects.filter(original=original).delete()
    return verdicts


def _findings_of(read: ReadPart, part: Part, verdicts: dict[_Place, Finding]) -> list[Finding]:
    findings: dict[_Place, Finding] = {}
    for found in read.found:
        place = (part.path, str(found.kind), found.start, found.end)
        old = verdicts.get(place)
        fresh = Finding(
            part=part,
            kind=str(found.kind),
            value=found.value,
            raw=found.raw,
            start=found.start,
            end=found.end,
            valid=found.valid,
            assumption=found.assumption,
            candidates=list(found.candidates),
            detail=found.detail,
        )
        if old:
            fresh.id, fresh.state, fresh.corrected_value = old.id, old.state, old.corrected_value
            fresh.decided_by_id, fresh.decided_at = old.decided_by_id, old.decided_at
        findings.setdefault(place, fresh)
    return list(findings.values())


def _entry_of(part: ReadPart, *, given: Path) -> dict[str, Any]:
    _, mark, inside = part.path.partition("!")
    return {
        "file": f"{given}{mark}{inside}",
        "sha256": part.sha256,
        "size": part.size,
        "type": part.media_type,
        "pages": part.pages,
        "text": part.text,
        "found": [asdict(found) for found in part.found],
        "problems": [
            {"code": problem.value, "text": str(sentence_of(problem))} for problem in part.problems
        ],
        "facts": dict(part.facts),
    }
