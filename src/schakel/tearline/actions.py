"""Write a version, look at what cannot be searched, send what stands below the line."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from schakel.accounts.actions import record_deed
from schakel.accounts.queries import Capability, User, require
from schakel.asylum.core.check import is_origin
from schakel.asylum.queries import asylum_of
from schakel.casework.actions import add_entry, open_thread
from schakel.casework.core.threads import Direction
from schakel.casework.queries import (
    facts_of_report,
    get_report,
    list_persons,
    list_thread_ids,
    original_ids,
)
from schakel.custody.actions import NewItem, keep_item, note_copy
from schakel.custody.core.messages import ItemPassed
from schakel.custody.queries import PASSED
from schakel.exchange.actions import OutgoingFile, content_of, enqueue, prepare_files
from schakel.handling.actions import clear
from schakel.handling.core.case import GateCase, Purpose, Subject
from schakel.handling.core.decision import Cleared
from schakel.kernel.errors import ConflictError, NotAllowedError, SchakelError, UnusableInputError
from schakel.network.queries import get_node
from schakel.rulebook.core.codes import to_mask
from schakel.safeguards.core.persons import strictest
from schakel.safeguards.queries import facts_about
from schakel.stopping.queries import stops_on_cases
from schakel.tearline import queries
from schakel.tearline.models import Look, Version
from schakel.wire.core.bodies import to_body

LONGEST_TEXT = 100_000  # characters


class LeakError(SchakelError):
    """The scan found something from above the line in what would leave; nothing left."""

    code: ClassVar[str] = "tearline.leak"
    status: ClassVar[int] = 409


def begin_version(*, report_id: UUID, audience: str, by: User, now: datetime) -> UUID:
    """Begin a version for a linked node, from the text of the report; nobody is named yet.

    Raises:
        ConflictError: There is a draft for this audience.
        NotAllowedError: The role may not.
        NotFoundError: No such report for this user, or no such node.
    """
    require(by, Capability.DRAFT_REQUEST)
    report = get_report(report_id, for_user=by)
    node = get_node(audience).code
    with transaction.atomic():
        version, made = Version.objects.get_or_create(
            report_id=report_id,
            audience=node,
            sent_at=None,
            defaults={
                "reference": report.reference,
                "unit": report.unit,
                "text": report.text,
                "author": by,
                "changed_at": now,
            },
        )
        if not made:
            raise ConflictError("there is a draft for this audience")
        _log("version:begin", version, by=by, now=now)
    return version.id


def save_version(  # noqa: PLR0913  # one argument per part of a version
    *,
    version_id: UUID,
    text: str,
    kept_back: str,
    persons: Iterable[str],
    numbers: Iterable[str],
    files: Iterable[str],
    by: User,
    now: datetime,
) -> None:
    """Keep what leaves and what stays; what was submitted or looked at is to be so again.

    An informant is never named, whatever is ticked.

    Raises:
        ConflictError: It was sent.
        NotAllowedError: The role may not.
        NotFoundError: No such version for this user.
        UnusableInputError: The text is too long, or something is not of this report.
    """
    version = _own_draft(version_id, by=by)
    if len(text) > LONGEST_TEXT:
        raise UnusableInputError("the text is too long")
    version.text, version.kept_back = text, kept_back
    known = [str(one.id) for one in list_persons(version.report_id) if not one.code_reference]
    version.persons = _of(known, persons)
    version.numbers = _of(queries.list_numbers(version), numbers)
    version.files = _of([str(one) for one in original_ids(version.report_id)], files)
    version.changed_at, version.submitted_at = now, None
    with transaction.atomic():
        version.looks.all().delete()
        version.save()
        _log("version:save", version, by=by, now=now)


def submit_version(*, version_id: UUID, by: User, now: datetime) -> None:
    """Give a version to who may send it.

    Raises:
        ConflictError: It was sent.
        LeakError: The text, or a file that can be searched, holds something from above the line.
        NotAllowedError: The role may not.
        NotFoundError: No such version for this user.
    """
    version = _own_draft(version_id, by=by)
    found = queries.preview_of(version)
    if found.leaks or not version.text.strip() or any(file.leaks for file in found.files):
        raise _refused(version, by=by, now=now)
    version.submitted_at = now
    with transaction.atomic():
        version.save(update_fields=["submitted_at"])
        _log("version:submit", version, by=by, now=now)


def look_at_file(*, version_id: UUID, original_id: UUID, by: User, now: datetime) -> None:
    """Note that somebody else than the author looked at what nobody can search.

    Raises:
        ConflictError: It was sent, or the file is not of this version.
        NotAllowedError: The role may not, or it is one's own version.
        NotFoundError: No such version for this user.
    """
    version = _of_another(version_id, by=by)
    if str(original_id) not in version.files:
        raise ConflictError("the file does not go with this version")
    with transaction.atomic():
        Look.objects.get_or_create(
            version=version, original_id=original_id, defaults={"by": by, "at": now}
        )
        _log("version:look", version, by=by, now=now, facts={"original": str(original_id)})


def send_version(*, version_id: UUID, h3_confirmed: bool, by: User, now: datetime) -> UUID:
    """Send what stands below the line to its audience; return the id that both sides know it by.

    What leaves is what the scan saw, to the letter: the gate binds its clearance to it.

    Raises:
        ConflictError: It was not submitted, or was sent.
        GateClosedError: Held or refused.
        LeakError: The scan found something from above the line, or nobody looked at a file.
        NotAllowedError: The role may not, or it is one's own version.
        NotFoundError: No such version for this user, or the node is not linked any more.
    """
    version = _of_another(version_id, by=by)
    if version.submitted_at is None:
        raise ConflictError("the version was not submitted")
    found = queries.preview_of(version)
    if not found.may_go:
        raise _refused(version, by=by, now=now)
    files = [
        OutgoingFile(name=file.name, media_type=file.media_type, sha256=file.sha256)
        for file in found.files
    ]
    item_id = uuid4()
    message = _message(version, item_id=item_id, now=now)
    cleared = clear(
        case=gate_case(version, h3_confirmed=h3_confirmed, now=now),
        item_kind="version",
        item_id=version.id,
        content=content_of(to_body(message), [file.sha256 for file in files]),
        by=by,
        now=now,
        author=version.author,
    )
    ready = prepare_files(files, to_node=version.audience)
    _send(version, message, ready, cleared=cleared, by=by, now=now)
    return item_id


def forget_versions(kind: str, object_id: UUID, now: datetime) -> None:
    """Empty what was written for others from a report, or as an item, that is destroyed."""
    if kind not in {"report", "item"}:
        return
    mine = {"report_id": object_id} if kind == "report" else {"item_id": object_id}
    Version.objects.filter(**mine).update(
        text="", kept_back="", persons=[], numbers=[], changed_at=now
    )


def gate_case(version: Version, *, h3_confirmed: bool, now: datetime) -> GateCase:
    """Return the case that the gate decides: about the persons whom the version names."""
    report = facts_of_report(version.report_id, at=now)
    named = [one for one in list_persons(version.report_id) if str(one.id) in version.persons]
    receiver = get_node(version.audience).country
    nationalities = [person.nationality for person in named if person.nationality]
    return GateCase(
        sender=settings.SCHAKEL_NODE.country,
        receiver=receiver,
        purpose=Purpose.CRIME,
        original_purpose=report.purpose,
        regime=report.regime,
        originator=report.originator,
        codes=report.codes,
        h3_confirmed=h3_confirmed,
        subject=strictest(frozenset(Subject(person.role) for person in named)),
        minor=any(person.is_minor for person in named),
        necessity=report.necessity,
        evaluated=report.evaluated,
        receiver_is_origin=is_origin(receiver, nationalities, excluded=False),
        asylum=asylum_of([person.id for person in named], at=now) if named else None,
        stopped=stops_on_cases(list_thread_ids([version.report_id])),
        facts=facts_about(receiver, purpose=Purpose.CRIME, at=now),
    )


def _message(version: Version, *, item_id: UUID, now: datetime) -> ItemPassed:
    own = settings.SCHAKEL_NODE
    return ItemPassed(
        item=item_id,
        reference=version.reference,
        text=version.text,
        restrictions="",
        originator=own.code,
        originator_country=own.country,
        purpose=Purpose.CRIME.value,
        given_at=now,
    )


def _send(
    version: Version,
    message: ItemPassed,
    files: Sequence[OutgoingFile],
    *,
    cleared: Cleared,
    by: User,
    now: datetime,
) -> None:
    thread_id = open_thread(report_id=version.report_id, by=version.author, now=now)
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(id=version.id)
        if locked.sent_at is not None or locked.changed_at != version.changed_at:
            raise ConflictError("the version was sent, or changed, in the meantime")
        keep_item(_item(version, message, files, thread_id=thread_id, cleared=cleared), now=now)
        envelope_id = enqueue(
            cleared=cleared,
            to_node=version.audience,
            thread_id=uuid4(),
            kind="item.pass",
            body=to_body(message),
            files=files,
            now=now,
        )
        sent = {"item_id": message.item, "decision_id": cleared.decision_id}
        note_copy(
            message.item,
            node=version.audience,
            envelope_id=envelope_id,
            decision_id=cleared.decision_id,
            now=now,
        )
        Version.objects.filter(id=version.id).update(sent_at=now, sent_by=by, **sent)
        _tell(version, thread_id=thread_id, by=by, now=now)
        _log("version:send", version, by=by, now=now, decision_id=str(cleared.decision_id))


def _item(
    version: Version,
    message: ItemPassed,
    files: Sequence[OutgoingFile],
    *,
    thread_id: UUID,
    cleared: Cleared,
) -> NewItem:
    return NewItem(
        id=message.item,
        kind=PASSED,
        thread_id=thread_id,
        unit=version.unit,
        reference=version.reference,
        originator=message.originator,
        originator_country=message.originator_country,
        from_node=message.originator,
        codes_mask=to_mask(cleared.codes),
        purpose=message.purpose,
        text=version.text,
        files=[file.sha256 for file in files],
    )


def _tell(version: Version, *, thread_id: UUID, by: User, now: datetime) -> None:
    add_entry(
        thread_id=thread_id,
        code="item-passed",
        direction=Direction.OUT,
        now=now,
        by=by,
        args={"node": version.audience.upper()},
        path=f"/tearline/versions/{version.id}",
    )


def _own_draft(version_id: UUID, *, by: User) -> Version:
    require(by, Capability.DRAFT_REQUEST)
    version = queries.get_version(version_id, for_user=by)
    if not queries.reads_report(version, by):
        raise NotAllowedError("the unit of the report writes its versions")
    if version.sent_at is not None:
        raise ConflictError("the version was sent")
    return version


def _of_another(version_id: UUID, *, by: User) -> Version:
    require(by, Capability.SEND_REQUEST)
    version = queries.get_version(version_id, for_user=by)
    if version.author_id == by.id:
        raise NotAllowedError("who wrote a version does not release it: somebody else does")
    if version.sent_at is not None:
        raise ConflictError("the version was sent")
    return version


def _of(known: Iterable[str], chosen: Iterable[str]) -> list[str]:
    wanted = set(chosen)
    if wanted - set(known):
        raise UnusableInputError("this is not of the report")
    return sorted(wanted)


def _refused(version: Version, *, by: User, now: datetime) -> LeakError:
    """Write the refusal into the log before it is raised; what was found stays out of it."""
    with transaction.atomic():
        _log("version:leak", version, by=by, now=now)
    return LeakError("something from above the line is in it, or nobody looked at a file")


def _log(event: str, version: Version, *, by: User, now: datetime, **more: Any) -> None:
    record_deed(
        by=by,
        at=now,
        event=event,
        object_kind="version",
        object_id=str(version.id),
        recipient=version.audience,
        **more,
    )
