"""Reading in the test's own process, where a debugger and coverage see it."""

from pathlib import Path
from typing import Any

from schakel.intake.core.limits import Limits
from schakel.intake.reader import Job, read_file


def read(folder: Path, name: str, content: bytes | str, **changes: Any) -> dict[str, Any]:
    """Return what the reader answers for a file called `name` with this content.

    `changes` are fields of `Job` or of `Limits`.
    """
    path = folder / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    job = {"parts": 100, "parts_bytes": 10_000_000, "characters": 1_000_000, "finds": 1_000}
    limits = {key: changes.pop(key) for key in list(changes) if key not in job}
    answer = read_file(
        Job(path=path, name=name, scratch=scratch, country="NL", **(job | changes)),
        Limits(**limits),
    )
    return answer | {"scratch": str(scratch)}


def children(answer: dict[str, Any]) -> dict[str, bytes]:
    """Return the nested files of an answer by name."""
    return {
        child["name"]: (Path(answer["scratch"]) / child["file"]).read_bytes()
        for child in answer["children"]
    }
