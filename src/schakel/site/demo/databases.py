"""A database for each node of the demo, when `SCHAKEL_DATABASE_URL` names a PostgreSQL."""

from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from schakel.kernel.errors import UnusableInputError


def database_of(address: str, name: str) -> str:
    """Return the address of the database beside that of `address` whose name ends in `name`.

    Args:
        address: `postgres://…/schakel`, or empty for SQLite in the home.
        name: A code, for example that of a node.
    """
    if not address:
        return ""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path or '/schakel'}_{name}"))


def make_database(address: str) -> None:
    """Make the database of `address` unless it is there.

    Raises:
        UnusableInputError: The server does not answer, or the user may make no databases.
    """
    _beside(address, "CREATE DATABASE {}", unless=psycopg.errors.DuplicateDatabase)


def drop_database(address: str) -> None:
    """Remove the database of `address`, whoever is connected to it."""
    _beside(address, "DROP DATABASE {} WITH (FORCE)", unless=psycopg.errors.InvalidCatalogName)


def _beside(address: str, statement: str, *, unless: type[psycopg.Error]) -> None:
    """Run a statement on a database from PostgreSQL's own, `postgres`."""
    parts = urlsplit(address)
    own = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    name = sql.Identifier(parts.path.lstrip("/"))
    try:
        with psycopg.connect(own, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(name))
    except unless:
        return
    except psycopg.Error as error:
        raise UnusableInputError(
            f"PostgreSQL made no database {name.as_string()} for the demo: {error}".strip()
        ) from error
