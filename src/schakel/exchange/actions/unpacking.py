"""Decrypt large files that came in, outside every transaction; then their message takes effect."""

from datetime import datetime

from django.db import transaction

from schakel.exchange.actions.handling import handle_link
from schakel.exchange.models import Incoming, Link
from schakel.network.queries import list_linked_nodes
from schakel.wire.actions.blobs import decrypt_into_vault, drop_blob
from schakel.wire.actions.sealing import payload_of
from schakel.wire.core.envelope import FileRef, read_envelope
from schakel.wire.core.errors import EnvelopeRefusedError


def unpack(now: datetime) -> int:
    """Decrypt the files of the next message that waits for that; return how many messages."""
    linked = [card.code for card in list_linked_nodes()]
    waiting = Incoming.objects.filter(
        state=Incoming.State.WAITING, is_unpacked=False, link__in=linked
    )
    row = waiting.order_by("received_at", "seq").first()
    if row is None:
        return 0
    files = [file for file in read_envelope(payload_of(row.token)).files if file.part]
    problem = _decrypt(files)
    with transaction.atomic():
        link = Link.objects.select_for_update().get(node=row.link_id)
        Incoming.objects.filter(id=row.id).update(is_unpacked=True, problem=problem)
        handle_link(link, now=now, told=frozenset())
    needed = {blob for other in waiting.exclude(id=row.id) for blob in _blobs(other)}
    for file in files:
        if file.blob not in needed:
            drop_blob(file.blob)
    return 1


def _blobs(row: Incoming) -> list[str]:
    """Return the ciphertext that a message names; another may name the same."""
    return [file.blob for file in read_envelope(payload_of(row.token)).files]


def _decrypt(files: list[FileRef]) -> str:
    """Decrypt files into the vault; return what is wrong with one of them."""
    try:
        for file in files:
            decrypt_into_vault(file)
    except EnvelopeRefusedError as error:
        return error.refusal
    return ""
