"""The database of a node: SQLite in its home, or PostgreSQL by one address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_AT_OPENING = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA foreign_keys=ON;"
)


def read_database(address: str, home: Path) -> dict[str, Any]:
    """Return Django's database settings.

    Args:
        address: `postgres://user:password@host:port/name?option=value`, or empty for SQLite.
        home: Where the SQLite file is kept.

    Raises:
        ValueError: The address is for another kind of database.
    """
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "node.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds
                "init_command": SQLITE_AT_OPENING,
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            "SCHAKEL_DATABASE_URL must begin with postgres://, or be left empty for SQLite"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
