"""The message catalogues: `python -m tools.messages update | check | compile`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOMS = Path(__file__).parents[1] / "src" / "schakel"
LANGUAGE = "nl"
CATALOGUE = Path("locale") / LANGUAGE / "LC_MESSAGES" / "django.po"


def rooms() -> list[Path]:
    """Return the rooms that have words on pages."""
    return [
        room
        for room in sorted(ROOMS.iterdir())
        if room.is_dir()
        and any("gettext" in path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
        | any(True for _ in room.rglob("templates/**/*.html"))
    ]


def extract(room: Path) -> None:
    """Bring the catalogue of a room up to date with its code, in place."""
    (room / "locale").mkdir(exist_ok=True)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "-l",
            LANGUAGE,
            "--no-location",
            "--no-obsolete",
            "--no-wrap",
            "-v",
            "0",
        ],
        cwd=room,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "", "PYTHONPATH": ""},
    )
    po = polib.pofile(str(room / CATALOGUE), wrapwidth=0)
    po.header = ""
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": LANGUAGE,
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    po.sort()
    po.save()


def problems_of(room: Path) -> list[str]:
    """Return what is missing, unsure or stale in the catalogue of a room."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / room.name
        shutil.copytree(room, copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "static"))
        extract(copy)
        fresh = polib.pofile(str(copy / CATALOGUE))
    kept = polib.pofile(str(room / CATALOGUE)) if (room / CATALOGUE).exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid) for entry in kept}
    wanted = {(entry.msgctxt, entry.msgid) for entry in fresh}
    return [
        *(f"{room.name}: missing: {msgid!r}" for _, msgid in sorted(wanted - known, key=str)),
        *(f"{room.name}: stale: {msgid!r}" for _, msgid in sorted(known - wanted, key=str)),
        *(f"{room.name}: untranslated: {entry.msgid!r}" for entry in kept.untranslated_entries()),
        *(f"{room.name}: unsure: {entry.msgid!r}" for entry in kept.fuzzy_entries()),
    ]


def compile_all() -> None:
    """Write the .mo beside every .po."""
    for path in ROOMS.glob(f"*/{CATALOGUE}"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def main(deed: str) -> int:
    """Do one of update, check, compile; return the exit code."""
    if deed == "compile":
        compile_all()
        return 0
    if deed == "update":
        for room in rooms():
            extract(room)
        return 0
    found = [problem for room in rooms() for problem in problems_of(room)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
