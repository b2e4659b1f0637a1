"""`python -m tools.exchange_lab put|put-file|report`: run inside the environment of one node."""

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tools.exchange_lab.settings")
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from schakel.exchange.actions import (  # noqa: E402
    OutgoingFile,
    content_of,
    enqueue,
    prepare_files,
)
from schakel.exchange.models import Outgoing  # noqa: E402
from schakel.handling.actions import clear_control  # noqa: E402
from schakel.kernel.canonical import canonical_json, sha256_hex  # noqa: E402
from schakel.shell import vault  # noqa: E402
from tools.exchange_lab.models import Effect  # noqa: E402
from tools.exchange_lab.nodes import peak_of  # noqa: E402


def put(to_node: str, *, first: int, count: int, together: int) -> None:
    """Put notes into the outbox, some in one transaction, as rooms do that work in batches."""
    thread = uuid4()
    for start in range(first, first + count, together):
        with transaction.atomic():
            for number in range(start, min(start + together, first + count)):
                body = {"number": number, "text": "x" * 150}
                cleared = clear_control(
                    item_kind="link",
                    item_id=thread,
                    receiver=to_node,
                    content=content_of(body, ()),
                    now=timezone.now(),
                )
                enqueue(
                    cleared=cleared,
                    to_node=to_node,
                    thread_id=thread,
                    kind="lab.note",
                    body=body,
                    now=timezone.now(),
                )


def put_file(to_node: str, path: str) -> None:
    """Put a note with a file into the outbox, encrypted before the transaction begins."""
    with Path(path).open("rb") as source:
        digest, _ = vault.put(iter(lambda: source.read(1024 * 1024), b""))
    file = OutgoingFile(name="dump.bin", media_type="application/octet-stream", sha256=digest)
    files = prepare_files([file], to_node=to_node)
    body, thread = {"number": 0, "text": "dump"}, uuid4()
    cleared = replace(
        clear_control(
            item_kind="link",
            item_id=thread,
            receiver=to_node,
            content=content_of(body, ()),
            now=timezone.now(),
        ),
        content_sha256=sha256_hex(canonical_json(content_of(body, [digest]))),
    )
    enqueue(
        cleared=cleared,
        to_node=to_node,
        thread_id=thread,
        kind="lab.note",
        body=body,
        files=files,
        now=timezone.now(),
    )


def report() -> dict[str, object]:
    """Return the states of what went out, and the effects of what came in, in their order."""
    notes = Outgoing.objects.filter(kind="lab.note")
    return {
        "out": dict(Counter(notes.values_list("state", flat=True))),
        "voids": Outgoing.objects.filter(is_void_due=True).count(),
        "effects": list(Effect.objects.order_by("id").values_list("number", flat=True)),
    }


if sys.argv[1] == "put-file":
    put_file(sys.argv[2], sys.argv[3])
    print(peak_of(os.getpid()) // 1024)
elif sys.argv[1] == "put":
    begin, many, at_once = (int(value) for value in sys.argv[3:6])
    put(sys.argv[2], first=begin, count=many, together=at_once)
else:
    print(json.dumps(report()))
