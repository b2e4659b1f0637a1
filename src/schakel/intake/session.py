"""The side of the product that starts the reading process, watches it, and outlives it."""

import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import schakel
from schakel.intake.core.answers import AnswerError, parse_answer, parse_found
from schakel.intake.core.limits import Limits
from schakel.intake.core.pages import clean_name, join_path
from schakel.intake.core.parts import ReadPart
from schakel.intake.core.problems import Problem

# What a reader is given of the environment: no addresses, no keys.
_GIVEN = ("PATH", "LANG", "LC_", "TZ", "TMPDIR", "COVERAGE_")
_BYTES_A_CHARACTER = 6  # of an answer: a control character in JSON
_SECONDS_TO_LEAVE = 2.0
_SCRATCH = "schakel-reading-"  # then the process id of the session
_OVERHEAD = 10_000_000  # bytes of an answer beside its text
_FILES_A_PROCESS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """A file that is still to be read, and where it was found."""

    content: Path
    name: str
    above: str = ""
    parent: int | None = None
    depth: int = 0


class _Room:
    """What everything nested in one original may still take."""

    def __init__(self, limits: Limits) -> None:
        self.parts = limits.parts
        self.bytes = limits.parts_bytes
        self.characters = limits.all_text_characters
        self.finds = limits.all_finds

    def take(self, part: ReadPart, children: list[tuple[Path, str]]) -> None:
        """Take off what one part and its children used."""
        self.characters = max(0, self.characters - len(part.text))
        self.finds -= len(part.found)
        self.parts -= len(children)
        self.bytes -= sum(path.stat().st_size for path, _ in children)


class ReaderSession:
    """A reading process kept warm for the files of one intake, and started again when it dies."""

    def __init__(self, *, country: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._country = country
        self._process: subprocess.Popen[bytes] | None = None
        _sweep()
        self._scratch = tempfile.TemporaryDirectory(prefix=f"{_SCRATCH}{os.getpid()}-")
        self._files = 0
        self._rest = b""
        self._deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop(idle=True)
        self._scratch.cleanup()

    def read(self, path: Path, *, name: str) -> Iterator[ReadPart]:
        """Yield the file at `path` and everything nested in it, each holder before its parts.

        Never raises for what is in the file. The bytes of a nested part are gone once the next
        part is asked for.
        """
        room = _Room(self.limits)
        self._deadline = time.monotonic() + self.limits.all_wall_seconds
        first = _Waiting(content=path, name=clean_name(name, fallback="file"))
        waiting, number = [first], 0
        while waiting:
            one = waiting.pop()
            part, children = self._read_one(one, room)
            room.take(part, children)
            waiting.extend(
                _Waiting(
                    content=child, name=own, above=part.path, parent=number, depth=one.depth + 1
                )
                for child, own in reversed(_told_apart(children))
            )
            yield part
            number += 1
            if one.depth and not any(one.content == other.content for other in waiting):
                one.content.unlink(missing_ok=True)
            if part.shown:
                part.shown.unlink(missing_ok=True)

    def _read_one(self, one: _Waiting, room: _Room) -> tuple[ReadPart, list[tuple[Path, str]]]:
        with one.content.open("rb") as stream:
            sha256 = file_digest(stream, "sha256").hexdigest()
        part = ReadPart(
            path=join_path(one.above, one.name),
            parent=one.parent,
            content=one.content,
            sha256=sha256,
            size=one.content.stat().st_size,
        )
        if part.size > self.limits.file_bytes:
            return replace(part, problems=(Problem.TOO_BIG,)), []
        if time.monotonic() > self._deadline:
            return replace(part, problems=(Problem.READER_STOPPED,)), []
        deepest = one.depth >= self.limits.depth
        parts = 0 if deepest else room.parts
        characters = min(room.characters, self.limits.text_characters)
        job = {
            "path": str(one.content.absolute()),
            "name": one.name,
            "scratch": self._scratch.name,
            "country": self._country,
            "parts": parts,
            "parts_bytes": room.bytes,
            "characters": characters,
            "finds": min(room.finds, self.limits.finds),
        }
        part, children = self._carry_out(job, part)
        if deepest and Problem.TOO_MANY_PARTS in part.problems:
            part = _with(part, Problem.NESTED_TOO_DEEP, instead_of=Problem.TOO_MANY_PARTS)
        return part, children

    def _carry_out(
        self, job: Mapping[str, Any], part: ReadPart
    ) -> tuple[ReadPart, list[tuple[Path, str]]]:
        scratch = Path(self._scratch.name)
        try:
            said = self._ask(job)
            answer = parse_answer(said, characters=job["characters"], parts=job["parts"])
            children = [(_made(scratch, file), name) for file, name in answer.children]
            shown = _made(scratch, answer.shown) if answer.shown else None
        except AnswerError:
            self._stop()
            return replace(part, problems=(Problem.READER_STOPPED,)), []
        part = replace(
            part,
            media_type=answer.media_type,
            text=answer.text,
            pages=answer.pages,
            problems=answer.problems,
            facts=answer.facts,
            shown=shown,
        )
        try:
            found, ended = parse_found(self._receive(), part.text, most=job["finds"])
            return replace(part, found=found, problems=(*part.problems, *ended)), children
        except AnswerError:
            self._stop()
            return _with(part, Problem.SEARCH_STOPPED), children

    def _ask(self, job: Mapping[str, Any]) -> dict[str, Any]:
        process = self._start()
        assert process.stdin
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            raise AnswerError("the reader is gone") from error
        self._files += 1
        return self._receive()

    def _receive(self) -> dict[str, Any]:
        own = time.monotonic() + self.limits.wall_seconds
        line = self._next_line(min(own, self._deadline))
        try:
            answer = json.loads(line or b"")
        except ValueError as error:
            raise AnswerError("no JSON") from error
        if not isinstance(answer, dict):
            raise AnswerError("no object")
        return answer

    def _next_line(self, deadline: float) -> bytes | None:
        process = self._process
        assert process and process.stdout
        most = self.limits.text_characters * _BYTES_A_CHARACTER + _OVERHEAD
        pieces, size = [self._rest], len(self._rest)
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in pieces[-1]:
                left = deadline - time.monotonic()
                if left <= 0 or size > most or not selector.select(left):
                    return None
                pieces.append(os.read(process.stdout.fileno(), 1 << 20))
                size += len(pieces[-1])
                if not pieces[-1]:
                    return None
        line, _, self._rest = b"".join(pieces).partition(b"\n")
        return line

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is None and self._files < _FILES_A_PROCESS:
            return self._process
        self._stop()
        environment = {name: value for name, value in os.environ.items() if name.startswith(_GIVEN)}
        environment["PYTHONPATH"] = str(Path(schakel.__file__).parents[1])
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-m", "schakel.intake.reader", json.dumps(asdict(self.limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a library complains about may be personal
            cwd=self._scratch.name,
            env=environment,
        )
        return self._process

    def _stop(self, *, idle: bool = False) -> None:
        process, self._process, self._files, self._rest = self._process, None, 0, b""
        if process is None:
            return
        if idle and process.stdin:
            with suppress(OSError, subprocess.TimeoutExpired):
                process.stdin.close()
                process.wait(timeout=_SECONDS_TO_LEAVE)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                assert pipe
                pipe.close()


def _sweep() -> None:
    """Remove what a session left that was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        owner = folder.name.removeprefix(_SCRATCH).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _with(part: ReadPart, problem: Problem, *, instead_of: Problem | None = None) -> ReadPart:
    others = tuple(one for one in part.problems if one is not instead_of)
    return replace(part, problems=(*others, problem))


def _made(scratch: Path, name: str) -> Path:
    """Return the plain file of this name that the reader made.

    Raises:
        AnswerError: There is none; a link would lead the product to any file it may read.
    """
    path = scratch / name
    if path.is_symlink() or not path.is_file():
        raise AnswerError("no such file in the scratch folder")
    return path


def _told_apart(children: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Return the children with names that occur once, so that a path means one part."""
    seen: dict[str, int] = {}
    named = []
    for path, name in children:
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in seen:
            seen[name] += 1
        own = name if seen[name] == 1 else f"{name} ({seen[name]})"
        seen.setdefault(own, 1)
        named.append((path, own))
    return named
