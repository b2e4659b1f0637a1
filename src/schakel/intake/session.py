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
from dataclasses import asdict, replace
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import schakel
from schakel.intake.core.limits import Limits
from schakel.intake.core.pages import clean_name, join_path
from schakel.intake.core.parts import ReadPart
from schakel.intake.core.problems import Problem

if TYPE_CHECKING:
    from schakel.intake.core.found import Found

# What a reader is given of the environment: no addresses, no keys.
_GIVEN = ("PATH", "LANG", "LC_", "TZ", "TMPDIR", "COVERAGE_")
_BYTES_A_CHARACTER = 6  # of an answer: a control character in JSON
_SECONDS_TO_LEAVE = 2.0
_SCRATCH = "schakel-reading-"  # then the process id of the session
_OVERHEAD = 10_000_000  # bytes of an answer beside its text
_FILES_A_PROCESS = 500


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
        waiting: list[tuple[Path, str, str, int | None, int]] = []
        waiting.append((path, clean_name(name, fallback="file"), "", None, 0))
        number, parts, room = 0, self.limits.parts, self.limits.parts_bytes
        letters = self.limits.all_text_characters
        self._deadline = time.monotonic() + self.limits.all_wall_seconds
        while waiting:
            content, own_name, above, parent, depth = waiting.pop()
            part, children = self._read_one(
                content,
                own_name,
                join_path(above, own_name),
                parent=parent,
                parts=parts if depth < self.limits.depth else 0,
                room=room,
                letters=letters,
            )
            letters = max(0, letters - len(part.text))
            if depth == self.limits.depth and Problem.TOO_MANY_PARTS in part.problems:
                part = _with(part, Problem.NESTED_TOO_DEEP, instead_of=Problem.TOO_MANY_PARTS)
            parts -= len(children)
            room -= sum(child.stat().st_size for child, _ in children)
            waiting.extend(
                (child, child_name, part.path, number, depth + 1)
                for child, child_name in reversed(_told_apart(children))
            )
            yield part
            number += 1
            if depth and not any(content == other[0] for other in waiting):
                content.unlink(missing_ok=True)
            if part.shown:
                part.shown.unlink(missing_ok=True)

    def _read_one(
        self,
        content: Path,
        name: str,
        path: str,
        *,
        parent: int | None,
        parts: int,
        room: int,
        letters: int,
    ) -> tuple[ReadPart, list[tuple[Path, str]]]:
        with content.open("rb") as stream:
            sha256 = file_digest(stream, "sha256").hexdigest()
        part = ReadPart(
            path=path, parent=parent, content=content, sha256=sha256, size=content.stat().st_size
        )
        if part.size > self.limits.file_bytes:
            return replace(part, problems=(Problem.TOO_BIG,)), []
        if time.monotonic() > self._deadline:
            return replace(part, problems=(Problem.READER_STOPPED,)), []
        job = {
            "path": str(content.absolute()),
            "name": name,
            "scratch": self._scratch.name,
            "country": self._country,
            "parts": parts,
            "parts_bytes": room,
            "characters": min(letters, self.limits.text_characters),
        }
        answer = self._ask(job)
        if answer is None:
            return replace(part, problems=(Problem.READER_STOPPED,)), []
        part = replace(
            part,
            media_type=answer["media_type"],
            text=answer["text"],
            pages=answer["pages"],
            problems=tuple(Problem(code) for code in answer["problems"]),
            facts=answer["facts"],
            shown=Path(answer["shown"]) if answer["shown"] else None,
        )
        children = [(Path(child["path"]), child["name"]) for child in answer["children"]]
        found = self._receive()
        if found is None:
            return _with(part, Problem.SEARCH_STOPPED), children
        return replace(part, found=tuple(_found_of(one) for one in found["found"])), children

    def _ask(self, job: Mapping[str, Any]) -> dict[str, Any] | None:
        process = self._start()
        assert process.stdin
        try:
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            self._stop()
            return None
        self._files += 1
        return self._receive()

    def _receive(self) -> dict[str, Any] | None:
        """Return the next answer, or None when none comes in time; then the process is gone."""
        own = time.monotonic() + self.limits.wall_seconds
        line = self._next_line(min(own, self._deadline))
        try:
            answer = json.loads(line) if line else None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            self._stop()
            return None
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


def _found_of(values: dict[str, Any]) -> "Found":
    from schakel.intake.core.found import Found

    return Found(**(values | {"candidates": tuple(values["candidates"])}))
