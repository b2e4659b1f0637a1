"""A list that higher rooms fill and a lower room reads."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Named entries; a name is given once. Tests make their own instance instead of patching."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> Entry:
        """Add `entry` under `name` and return it.

        Raises:
            ValueError: The name is taken by another entry.
        """
        if self._entries.setdefault(name, entry) is not entry:
            raise ValueError(f"{self._what} {name!r} is registered twice")
        return entry

    def find(self, name: str) -> Entry | None:
        """Return the entry called `name`, or None."""
        return self._entries.get(name)

    def names(self) -> tuple[str, ...]:
        """Return all names, sorted."""
        return tuple(sorted(self._entries))

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(sorted(self._entries.items(), key=lambda pair: pair[0]))

    def __contains__(self, name: object) -> bool:
        return name in self._entries
