"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WAYS: dict[str, Promise] = {"out": _("given to a courier"), "in": _("brought by a courier")}
MEANS: dict[str, Promise] = {"file": _("file"), "codes": _("printed codes")}

_NO_PACKAGE = _("This is not what a courier carries, or it was altered on its way.")
# Why a whole file is refused; nothing of it took effect.
REFUSALS: dict[str, Promise] = {
    "courier.too-long": _("The next message is too long for codes, or has files: write a file."),
    "courier.no-code": _("No code was found. Photograph each code sharply and straight."),
    "courier.two-sheets": _("These are codes of more than one sheet; read one at a time."),
    "courier.codes-missing": _("Codes of the sheet are missing; what was read stays below."),
    "courier.no-package": _NO_PACKAGE,
    "courier.altered": _("It was altered on its way. Ask for it again."),
    "exchange.not-an-envelope": _NO_PACKAGE,
    "exchange.bad-shape": _NO_PACKAGE,
    "exchange.unknown-suite": _("It uses algorithms that this node does not speak."),
    "exchange.too-large": _("It is larger than a courier's file may be."),
    "exchange.wrong-recipient": _("It is for another node."),
    "exchange.not-decrypted": _(
        "It was altered, or is for keys this node no longer has. Ask again."
    ),
    "exchange.unknown-sender": _("No linked node made it. Is the link suspended?"),
    "exchange.key-revoked": _("The key that signed it was revoked."),
    "exchange.truncated": _("It ends too early. Copy it again from where it came."),
    "exchange.file-damaged": _("A file in it was altered on its way. Ask for it again."),
    "exchange.no-room": _("The disk of this node is full. Make room and read it again."),
    "exchange.from-the-future": _("It was made in the future. Compare the clocks of both nodes."),
}

# Why one envelope in it is refused; the others took effect.
ENVELOPES: dict[str, Promise] = {
    "exchange.expired": _("It expired on its way; the sender sees it and can send anew."),
    "exchange.replayed": _("Another message with its number was taken before."),
    "exchange.too-far-ahead": _("Too many messages before it are missing; bring those first."),
    "exchange.file-missing": _("A file of it is not in the courier's file; it comes again."),
    "exchange.unknown-version": _("It speaks another version of the protocol."),
    "exchange.unknown-critical": _("This node is too old for it."),
}
