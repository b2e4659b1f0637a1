"""The inspection pack: what left about persons, with all that proves it, to check offline."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import User
from schakel.audit import queries as log
from schakel.audit.actions import sign_pack
from schakel.casework import queries as casework
from schakel.exchange import queries as exchange
from schakel.kernel.canonical import canonical_json
from schakel.kernel.errors import ConflictError
from schakel.kernel.moments import to_wire
from schakel.network.queries import list_linked_nodes
from schakel.oversight import queries

SHIPPED = Path(__file__).parents[1] / "pack"


def make_pack(*, person_ids: Sequence[UUID], by: User, now: datetime) -> bytes:
    """Return a zip file with lines of the log, signed head, receipts, keys, and a program.

    The program imports nothing of ours. That a pack was made is a line of the log.

    Raises:
        NotFoundError: No such person.
        ConflictError: The log has no signed head yet.
    """
    persons = [queries.get_person(one, for_user=by) for one in person_ids]
    record_deed(
        by=by,
        at=now,
        event="subject:export",
        object_kind="person",
        object_id=str(persons[0].id) if len(persons) == 1 else "",
        subject_ids=[str(person.id) for person in persons],
    )
    head = log.newest_head()
    if head is None:
        raise ConflictError("the log has no signed head yet; try again in a minute")
    sent = exchange.list_sent(casework.list_thread_ids({one.report_id for one in persons}))
    disclosures = queries.list_disclosures(person_ids, for_user=by)
    contents = {
        "keys.json": _json(_keys(head)),
        "head.note": log.with_witnesses(head).encode(),
        "lines.json": _json(log.prove_under(head, _about(persons, sent, disclosures))),
        "disclosures.json": _json([_told(one) for one in disclosures]),
        "receipts.json": _json(
            [
                {"envelope": str(one.envelope_id), "node": one.node, "token": token}
                for one in sent
                for token in one.receipts
            ]
        ),
        **{name: (SHIPPED / name).read_bytes() for name in ("check.py", "README.txt")},
    }
    return _zip(contents, now=now)


def _about(
    persons: Sequence[casework.Person],
    sent: Sequence[exchange.Sent],
    disclosures: Sequence[queries.Disclosure],
) -> Iterable[Any]:
    """Return the lines of the log about the persons, their reports, threads, and what left."""
    reports = {one.report_id for one in persons}
    objects = {*reports, *casework.list_thread_ids(reports), *(one.id for one in persons)}
    objects |= {one.envelope_id for one in sent} | {one.decision_id for one in sent}
    return log.list_about(
        object_ids=[*map(str, objects), *(one.decision_id for one in disclosures)],
        subject_ids=[str(one.id) for one in persons],
    )


def _keys(head: Any) -> dict[str, Any]:
    return {
        "log": {
            "origin": log.own_origin(),
            "key": log.own_key(),
            "keys": log.handovers_told(),
        },
        "witnesses": log.keys_of_witnesses(head),
        "nodes": {
            card.code: [
                dict(card.signing_key),
                *({"kid": old.kid, "x": old.x} for old in card.older_keys),
            ]
            for card in list_linked_nodes()
        },
    }


def _told(one: queries.Disclosure) -> dict[str, Any]:
    return {
        "at": to_wire(one.at),
        "recipient": one.recipient,
        "kind": one.kind,
        "way": one.way,
        "reference": one.reference,
        "decision": one.decision_id,
        "stages": [{"stage": stage, "at": to_wire(at)} for stage, at in one.stages],
        "holds_copy": one.holds_copy,
        "answers": [
            {"outcome": outcome, "ground": ground, "at": to_wire(at)}
            for outcome, ground, at in one.answers
        ],
    }


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"


def _zip(contents: Mapping[str, bytes], *, now: datetime) -> bytes:
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    manifest = canonical_json({"made": to_wire(now), "files": digests})
    signed = {
        **contents,
        "MANIFEST.json": manifest,
        "MANIFEST.sig": sign_pack(manifest).encode(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in signed.items():
            archive.writestr(name, content)
    return file.getvalue()
