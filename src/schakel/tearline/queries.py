"""Questions about versions: what leaves, what stays, and whether the scan found anything."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from schakel.accounts.queries import Capability, User, may
from schakel.casework.queries import get_report, list_identifiers, list_persons
from schakel.casework.queries import original_ids as originals_of
from schakel.intake.core.searching import search_text
from schakel.intake.queries import Original, list_originals, list_parts
from schakel.kernel.errors import NotFoundError
from schakel.network.queries import list_linked_nodes
from schakel.shell import vault
from schakel.tearline.core.containers import LARGEST, Content, look_into
from schakel.tearline.core.scanning import find_leaks
from schakel.tearline.core.secrets import Kind, Secret, list_passages, list_words
from schakel.tearline.models import Look, Version

MOST_NUMBERS = 2_000
# Kinds of finds that point at somebody or something; an amount or a day does not.
_IDENTIFYING = frozenset(
    "phone email url handle iban card mrz plate vin imei imo mmsi coordinates".split()
)
# What the intake could not read, or not to the end: nobody searched there.
_READ_WHOLE = frozenset({"uncertain-dates", "too-many-found", "search-stopped"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScan:
    """One file of a version as it would leave.

    Attributes:
        sha256: What leaves: the picture without its metadata, or the file as it is.
        leaks: What of above the line was found in it.
        is_searchable: Everything in it could be searched.
        looked_by: Who looked at what could not be searched.
    """

    original: Original
    sha256: str
    name: str
    media_type: str
    leaks: tuple[Secret, ...]
    is_searchable: bool
    looked_by: User | None

    @property
    def may_go(self) -> bool:
        """Tell whether nothing was found, and nothing is left that nobody looked at."""
        return not self.leaks and (self.is_searchable or self.looked_by is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would leave, beside what stays, and what the scan found of that in it."""

    version: Version
    stays: tuple[Secret, ...]
    leaks: tuple[Secret, ...]
    files: tuple[FileScan, ...]
    files_that_stay: int

    @property
    def may_go(self) -> bool:
        """Tell whether the scan lets it go."""
        return bool(self.version.text.strip()) and not self.leaks and self.are_files_clean

    @property
    def are_files_clean(self) -> bool:
        """Tell whether every file may go."""
        return all(file.may_go for file in self.files)


def list_versions(report_id: UUID, *, for_user: User) -> list[Version]:
    """Return the versions of a report that this user may read, by audience.

    Raises:
        NotFoundError: No such report for this user.
    """
    get_report(report_id, for_user=for_user)
    return list(Version.objects.filter(report_id=report_id).order_by("audience", "-changed_at"))


def list_audiences() -> list[tuple[str, str]]:
    """Return code and country of every linked node."""
    return [(card.code, card.country) for card in list_linked_nodes()]


def get_version(version_id: UUID, *, for_user: User) -> Version:
    """Return a version: of the own unit, or one that waits for who sends.

    Raises:
        NotFoundError: No such version for this user.
    """
    if may(for_user, Capability.READ_CONTENT):
        found = Version.objects.select_related("author", "unit", "sent_by").filter(id=version_id)
        version = found.first()
        # Asked when there is none, too: what is not yours must cost what is not there.
        reads = _reads(version.report_id if version else version_id, for_user)
        if version and (reads or _is_waiting(version, for_user)):
            return version
    raise NotFoundError("no such version")


def reads_report(version: Version, user: User) -> bool:
    """Tell whether a reader of the version may read what stands above its line too."""
    return _reads(version.report_id, user)


def list_waiting(user: User) -> Iterable[Version]:
    """Return the versions that this user may send."""
    if not may(user, Capability.SEND_REQUEST):
        return []
    waiting = Version.objects.filter(submitted_at__isnull=False, sent_at__isnull=True)
    return waiting.exclude(author=user).order_by("submitted_at")


def view_files(user: User, ids: set[UUID]) -> set[UUID]:
    """Return the files that a version which waits would give anyway, for who sends it."""
    wanted = {str(one) for one in ids}
    shown = {UUID(one) for version in list_waiting(user) for one in version.files if one in wanted}
    return shown & ids


def preview_of(version: Version) -> Preview:
    """Return what would leave and what stays; the caller checked who may see it."""
    stays = tuple(sorted(set(_above_the_line(version))))
    chosen = [UUID(one) for one in version.files]
    files = tuple(_scan_file(version, one, stays) for one in _originals(version, chosen))
    return Preview(
        version=version,
        stays=stays,
        leaks=tuple(find_leaks(version.text, stays)),
        files=files,
        files_that_stay=len(originals_of(version.report_id) - set(chosen)),
    )


def list_numbers(version: Version) -> list[str]:
    """Return the identifiers of a report: typed, settled from a file, or written in its text."""
    report = get_report(version.report_id, for_user=version.author)
    written = search_text(
        report.text, country=settings.SCHAKEL_NODE.country, most=MOST_NUMBERS
    ).found
    known = {one.value for one in list_identifiers(version.report_id)}
    return sorted(known | {one.value or one.raw for one in written if one.kind in _IDENTIFYING})


def _above_the_line(version: Version) -> Iterable[Secret]:
    """Yield everything of the report that the version does not give."""
    for person in list_persons(version.report_id):
        if person.code_reference:
            yield Secret(kind=Kind.INFORMANT, value=person.code_reference)
        elif str(person.id) not in version.persons:
            yield Secret(kind=Kind.NAME, value=person.name)
            if person.birth_date_text:
                yield Secret(kind=Kind.BIRTH_DATE, value=person.birth_date_text)
    for number in list_numbers(version):
        if number not in version.numbers:
            yield Secret(kind=Kind.NUMBER, value=number)
    yield from list_words(version.kept_back)
    report = get_report(version.report_id, for_user=version.author)
    yield from list_passages(report.text, version.text)


def _originals(version: Version, chosen: list[UUID]) -> list[Original]:
    return list_originals(set(chosen), for_user=version.author)


def _scan_file(version: Version, original: Original, stays: tuple[Secret, ...]) -> FileScan:
    parts = list_parts(original.id, for_user=version.author)
    look = Look.objects.select_related("by").filter(version=version, original_id=original.id)
    drawn = next((p.shown_sha256 for p in parts if p.order == 0 and p.shown_sha256), "")
    shown = [f"{p.path}\n{p.text}\n{json.dumps(p.facts, ensure_ascii=False)}" for p in parts]
    content = _content_of(original.sha256)
    found = [leak for text in (*shown, *content.texts) for leak in find_leaks(text, stays)]
    found += [k for text in content.raw for k in find_leaks(text, stays, exactly=True)]
    read = bool(parts) and not any(set(p.problems) - _READ_WHOLE for p in parts)
    pictures = content.has_pictures or any(p.shown_sha256 for p in parts)
    first = look.first()
    return FileScan(
        original=original,
        sha256=drawn or original.sha256,
        name=f"{original.name}.png" if drawn else original.name,
        media_type=_drawn_type(drawn) if drawn else original.media_type,
        leaks=tuple(sorted(set(found))),
        is_searchable=read and content.is_whole and not pictures,
        looked_by=first.by if first else None,
    )


def _content_of(sha256: str) -> Content:
    nothing = Content(texts=(), raw=(), has_pictures=False, is_whole=False)
    if not sha256 or vault.size_of(sha256) > LARGEST:
        return nothing
    with vault.open_original(sha256) as stream:
        return look_into(stream.read())


def _drawn_type(sha256: str) -> str:
    with vault.open_original(sha256) as stream:
        return "image/png" if stream.read(4) == b"\x89PNG" else "image/jpeg"


def _reads(report_id: UUID, user: User) -> bool:
    try:
        get_report(report_id, for_user=user)
    except NotFoundError:
        return False
    return True


def _is_waiting(version: Version, user: User) -> bool:
    return version.submitted_at is not None and may(user, Capability.SEND_REQUEST)
