"""Many mails in one file (RFC 4155), as archives and seized mailboxes come."""

import mailbox
from collections.abc import Iterator

from schakel.intake.formats._base import Child, Context, File, Read, formats


class Mbox:
    """A mailbox; every mail in it is a part."""

    media_type = "application/mbox"
    suffixes = frozenset({".mbox", ".mbx"})
    rank = 195

    def matches(self, file: File) -> bool:
        """Tell whether the file begins with the line between mails."""
        first, _, rest = file.head.partition(b"\n")
        return first.startswith(b"From ") and b":" in rest.partition(b"\n")[0]

    def read(self, file: File, context: Context) -> Read:
        """Return the mails as parts; the box has no text of its own."""
        return Read(children=_mails(file))


def _mails(file: File) -> Iterator[Child]:
    box = mailbox.mbox(file.path, create=False)
    try:
        for number, key in enumerate(box.iterkeys(), start=1):
            yield Child(name=f"mail-{number}.eml", content=box.get_bytes(key))
    finally:
        box.close()


formats.register("mbox", Mbox())
