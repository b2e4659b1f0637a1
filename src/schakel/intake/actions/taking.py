"""Taking a file in: kept first, read after, lost never."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.core.roles import Capability
from schakel.accounts.queries import User, get_unit, require
from schakel.audit.actions import record
from schakel.intake.actions.reading import limits_of_node, read_into
from schakel.intake.core.pages import clean_name
from schakel.intake.core.problems import Problem, State
from schakel.intake.models import Original
from schakel.intake.session import ReaderSession
from schakel.kernel.errors import ConflictError
from schakel.shell import vault

_MOST_BYTES = 2 * 1024**3  # that are kept at all


class _TooBigError(Exception):
    """The stream went on beyond what this node keeps."""


@contextmanager
def taking(*, country: str) -> Iterator[ReaderSession]:
    """Keep one reading process warm for several calls of `take_in` by the same person."""
    with ReaderSession(country=country, limits=limits_of_node()) as session:
        yield session


def take_in(
    *,
    name: str,
    chunks: Iterable[bytes],
    by: User,
    now: datetime,
    country: str,
    session: ReaderSession | None = None,
) -> UUID:
    """Keep one file byte for byte, read it, and return its original.

    Whatever is in the file, this returns: a problem stands on the original and its parts. A file
    beyond what the node keeps is refused while it streams; the original then says so and holds
    no bytes.

    Args:
        name: What its sender called it.
        chunks: Its bytes, in order; walked once.
        country: ISO 3166 alpha-2; numbers without a prefix are taken to be from there.
        session: A reader that is warm already, see `taking`.

    Raises:
        NotAllowedError: The role may not write reports.
    """
    require(by, Capability.WRITE_REPORT)
    if by.unit_id is None:
        raise ConflictError("who brings a file must belong to a unit")
    original = _keep(name=name, chunks=chunks, by=by, now=now, country=country)
    if original.state == State.WAITING:
        if session:
            read_into(original, session=session, now=now)
        else:
            with taking(country=country) as own:
                read_into(original, session=own, now=now)
    return original.pk


def take_received(
    *, name: str, sha256: str, size: int, unit_code: str, country: str, now: datetime
) -> UUID:
    """Make an original of a file that a partner delivered and that is in the vault already.

    Runs inside the transaction of whoever received it; the chore reads the file soon after.

    Args:
        name: What the partner called it.
        sha256: Where it is in the vault.
        size: In bytes.
        unit_code: The unit it is for.
        country: ISO 3166 alpha-2 of the partner; numbers without a prefix are from there.
        now: The moment it was received.
    """
    original = Original.objects.create(
        unit=get_unit(unit_code),
        taken_at=now,
        country=country,
        name=clean_name(name, fallback="file"),
        sha256=sha256,
        size=size,
        state=State.WAITING.value,
    )
    record(
        at=now,
        event="original:receive",
        actor="node",
        unit=unit_code,
        object_kind="original",
        object_id=str(original.pk),
        facts={"sha256": sha256, "bytes": size},
    )
    return original.pk


def _keep(*, name: str, chunks: Iterable[bytes], by: User, now: datetime, country: str) -> Original:
    most: int = getattr(settings, "SCHAKEL_LARGEST_UPLOAD", _MOST_BYTES)
    try:
        sha256, size = vault.put(_bounded(chunks, most))
        state, problem = State.WAITING, ""
    except _TooBigError:
        sha256, size = "", most
        state, problem = State.REFUSED, Problem.TOO_BIG_TO_KEEP.value
    original = Original(
        unit=by.unit,
        taken_by=by,
        taken_at=now,
        country=country,
        name=clean_name(name, fallback="file"),
        sha256=sha256,
        size=size,
        state=state.value,
        problem=problem,
    )
    with transaction.atomic():
        original.save(force_insert=True)
        record_deed(
            by=by,
            at=now,
            event="original:take-in" if sha256 else "original:refuse",
            object_kind="original",
            object_id=str(original.pk),
            facts={"sha256": sha256, "bytes": size},
        )
    return original


def _bounded(chunks: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise _TooBigError
        yield chunk
