"""How much reading may take."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one reading; bytes, seconds, pixels and characters as the names say.

    `file_bytes` is the largest file that is read; `parts` and `parts_bytes` bound everything
    nested in one original, `depth` how far down; `text_characters` is the text of one part
    and `finds` how much of what is found in it is kept; `memory_bytes` is the address space of the
    reading process, `cpu_seconds` and `wall_seconds` its time for one file; the
    two that begin with `all_` bound one original with everything in it.
    """

    file_bytes: int = 100 * MEBIBYTE
    parts: int = 2_500
    parts_bytes: int = 500 * MEBIBYTE
    depth: int = 10
    text_characters: int = 5_000_000
    all_text_characters: int = 20_000_000
    finds: int = 10_000
    all_finds: int = 50_000
    pixels: int = 60_000_000
    memory_bytes: int = 1_536 * MEBIBYTE
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    all_wall_seconds: float = 300.0
