"""The process that reads: no network, little memory, little time, and nothing to lose.

It takes one job a line on standard input and answers each with two lines on standard output:
what it read, then what it found in the text. Whoever started it may find it dead at any moment.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import resource
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from schakel.intake.core.limits import Limits
from schakel.intake.core.pages import clean_name, clean_text, count_pages
from schakel.intake.core.problems import Problem
from schakel.intake.formats import Child, Context, File, Format, Read
from schakel.intake.formats._typing import find_format, is_torn, name_type, problems_of_type

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET
_SEARCHES = 0.75  # of the time of one file may be gone when a next stretch of text is begun
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read; the last four are what children, text and finds may still take."""

    path: Path
    name: str
    scratch: Path
    country: str
    parts: int
    parts_bytes: int
    characters: int
    finds: int


def main(arguments: list[str]) -> None:
    """Read jobs until standard input ends; the only argument holds the limits as JSON."""
    limits = Limits(**json.loads(arguments[0]))
    jobs, answers = sys.stdin, _take_standard_output()
    shut_in(limits)
    for line in jobs:
        values = json.loads(line)
        job = Job(**(values | {"path": Path(values["path"]), "scratch": Path(values["scratch"])}))
        late_at = _give_time(limits)
        answer = read_file(job, limits)
        _send(answers, answer)
        _send(answers, find_in(answer["text"], job, is_late=lambda: _time_used() > late_at))  # noqa: B023


def shut_in(limits: Limits) -> None:
    """Give up the network, new privileges, and all but a little of memory and files."""
    with contextlib.suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        # Where the kernel refuses this to ordinary users, the site's own firewall remains.
        system.unshare(_NEW_USER | _NEW_NETWORK)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.parts_bytes),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def read_file(job: Job, limits: Limits) -> dict[str, Any]:
    """Return what `job` gives as JSON values; whatever a format does, this returns."""
    file = File.open(job.path, job.name)
    if file.size == 0:
        return _answer(Read(problems=(Problem.EMPTY_FILE,)), "application/x-empty")
    detected = find_format(file)
    problems: tuple[Problem, ...] = ()
    if is_torn(file):
        read = Read(problems=(Problem.DAMAGED,))
    else:
        problems = problems_of_type(file, detected)
        read = _read_safely(file, detected, Context(limits=limits))
    children, trouble = _write_children(read.children, job)
    media_type = read.media_type or (detected.media_type if detected else name_type(file))
    answer = _answer(read, media_type, problems=(*problems, *trouble), bound=job.characters)
    shown = _write(job.scratch, read.shown, ".shown") if read.shown else None
    return answer | {"children": children, "shown": shown.name if shown else None}


def find_in(text: str, job: Job, *, is_late: Callable[[], bool] = lambda: False) -> dict[str, Any]:
    """Return what is recognised in `text`, and what ended the search early, as JSON values."""
    from schakel.intake.core.searching import search_text

    search = search_text(text, country=job.country, most=job.finds, is_late=is_late)
    return {
        "found": [asdict(found) for found in search.found],
        "problems": [search.ended_by.value] if search.ended_by else [],
    }


def _read_safely(file: File, detected: Format | None, context: Context) -> Read:
    if detected is None:
        return Read(problems=(Problem.NOT_READ,))
    try:
        return detected.read(file, context)
    except MemoryError:
        raise
    except Exception:  # any library may raise anything on a damaged file
        return _read_as_text(file, context)


def _read_as_text(file: File, context: Context) -> Read:
    plain = find_format(File(path=file.path, name="", size=0, head=file.head, tail=b""))
    if plain is None or plain.media_type != "text/plain":
        return Read(problems=(Problem.DAMAGED,))
    read = plain.read(file, context)
    return Read(text=read.text, problems=(Problem.DAMAGED, *read.problems))


def _answer(
    read: Read, media_type: str, *, problems: Iterable[Problem] = (), bound: int = 0
) -> dict[str, Any]:
    text = clean_text(read.text)
    cut = (Problem.TEXT_CUT,) if len(text) > bound else ()
    every = dict.fromkeys((*problems, *read.problems, *cut))
    return {
        "media_type": media_type,
        "text": text[:bound],
        "pages": read.pages or count_pages(text),
        "problems": [problem.value for problem in every],
        "facts": _clean(read.facts),
        "children": [],
        "shown": None,
    }


def _write_children(
    children: Iterable[Child], job: Job
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    written: list[dict[str, Any]] = []
    room = job.parts_bytes
    try:
        for number, child in enumerate(children, start=1):
            room -= len(child.content)
            if number > job.parts or room < 0:
                return written, (Problem.TOO_MANY_PARTS,)
            written.append(
                {
                    "name": clean_name(child.name, fallback=f"part-{number}"),
                    "file": _write(job.scratch, child.content).name,
                }
            )
    except MemoryError:
        raise
    except Exception:  # as above: what came before it is kept
        return written, (Problem.DAMAGED,)
    return written, ()


def _write(scratch: Path, content: bytes, suffix: str = "") -> Path:
    path = scratch / f"{hashlib.sha256(content).hexdigest()}{suffix}"
    if not path.exists():
        path.write_bytes(content)
    return path


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)[:2_000]
    if isinstance(value, Mapping):
        return {clean_text(str(key)): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value


def _give_time(limits: Limits) -> float:
    """Let the kernel end this process in time; return when a search must be content."""
    used = _time_used()
    soft = int(used) + 1 + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
    return used + limits.cpu_seconds * _SEARCHES


def _time_used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _take_standard_output() -> TextIO:
    """Return standard output for answers alone; a library that prints, prints to nowhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _send(answers: TextIO, value: Mapping[str, Any]) -> None:
    answers.write(json.dumps(value, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
