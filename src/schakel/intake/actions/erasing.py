"""Make an end of an original: its bytes, its text and everything that was found in it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from schakel.audit.actions import record
from schakel.intake.core.problems import State
from schakel.intake.models import Finding, Original, Part
from schakel.kernel.registry import Registry
from schakel.shell import vault
from schakel.shell.search import forget_text

# A room above that keeps something of an original (its name as a title, what was matched on it) is
# told of its end, with its words, once nothing is found in it any more; inside the transaction.
Ending = Callable[[Original, str], None]
endings: Registry[Ending] = Registry("ending of originals")
# A room above that still needs an original says so; then it outlives what else rested on it.
needs: Registry[Callable[[UUID], bool]] = Registry("need of originals")


def only_ours(original_ids: Iterable[UUID]) -> list[Original]:
    """Return those of the originals that no room needs any longer, and that still have content."""
    found = Original.objects.filter(pk__in=set(original_ids)).exclude(state=State.ERASED)
    return [one for one in found if not any(need(one.pk) for _, need in needs)]


def erase_original(original_id: UUID, *, now: datetime) -> None:
    """Erase an original in the caller's transaction; its id, hash and size stay as proof.

    The bytes go once the transaction is kept, unless another original has the same.
    """
    original = Original.objects.select_for_update().get(pk=original_id)
    if original.state == State.ERASED:
        return
    parts = Part.objects.filter(original=original)
    files = {original.sha256, *parts.values_list("sha256", flat=True)}
    words = "\n".join(parts.values_list("text", flat=True))
    files |= set(parts.exclude(shown_sha256="").values_list("shown_sha256", flat=True))
    Finding.objects.filter(part__original=original).delete()
    parts.update(parent=None)
    parts.delete()
    for _, ending in endings:
        ending(original, words)
    forget_text(kind="original", object_id=original.pk)
    original.name, original.media_type = "", ""
    original.state, original.problem = State.ERASED.value, ""
    original.save(update_fields=["name", "media_type", "state", "problem"])
    record(
        at=now,
        event="original:erase",
        actor="node",
        unit=original.unit.code,
        object_kind="original",
        object_id=str(original.pk),
        facts={"sha256": original.sha256, "bytes": original.size},
    )
    transaction.on_commit(lambda: _remove(files))


def remove_unused(files: Iterable[str]) -> int:
    """Remove those bytes from the vault that no living original has; return how many were there."""
    present = [sha256 for sha256 in files if sha256 and vault.is_here(sha256)]
    return sum(vault.remove(sha256) for sha256 in present if not _is_used(sha256))


def _remove(files: Iterable[str]) -> None:
    remove_unused(files)


def _is_used(sha256: str) -> bool:
    living = Original.objects.exclude(state=State.ERASED)
    return (
        living.filter(sha256=sha256).exists()
        or Part.objects.filter(sha256=sha256).exists()
        or Part.objects.filter(shown_sha256=sha256).exists()
    )
