"""Codes of the room as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: dict[str, tuple[str, Promise]] = {
    "waiting": ("warning", _("waits to be sent")),
    "held": ("negative", _("stopped here")),
    "travelling": ("warning", _("its large file is on its way")),
    "accepted": ("info", _("accepted by the other node")),
    "delivered": ("info", _("delivered")),
    "opened": ("positive", _("opened")),
    "failed": ("negative", _("failed")),
    "expired": ("negative", _("expired")),
}

ARRIVALS: dict[str, Promise] = {
    "waiting": _("waits to take effect"),
    "delivered": _("took effect"),
    "failed": _("failed"),
}

EXPECTED: dict[str, Promise] = {
    "relay": _("The other node should have it by"),
    "delivery": _("It should take effect there by"),
    "retrieval": _("Somebody there should open it by"),
}

LAPSED: dict[str, Promise] = {
    "relay": _("The other node did not take it in time."),
    "delivery": _("It did not take effect there in time."),
    "retrieval": _("Nobody there opened it in time."),
}

LINKS: dict[str, Promise] = {
    "proposed": _("to be compared by phone"),
    "confirmed": _("waits for the other side"),
    "linked": _("linked"),
    "suspended": _("suspended"),
}

PROBLEMS: dict[str, Promise] = {
    "exchange.not-an-envelope": _("The other node did not recognise the message."),
    "exchange.truncated": _("The message arrived incomplete and is sent again."),
    "exchange.too-large": _("The message is larger than the other node takes."),
    "exchange.unknown-suite": _("The other node does not speak these algorithms."),
    "exchange.unknown-version": _("The other node speaks another version of the protocol."),
    "exchange.unknown-critical": _("The other node is too old for this message."),
    "exchange.wrong-recipient": _("The message came to another node than it was for."),
    "exchange.not-decrypted": _("The other node could not decrypt the message; compare its card."),
    "exchange.unknown-sender": _("The other node has not linked this node, or suspended the link."),
    "exchange.key-revoked": _("The key that signed this was revoked before."),
    "exchange.other-keys": _("The other node knows other keys; compare the words by phone."),
    "exchange.bad-shape": _("The other node does not understand the form of the message."),
    "exchange.from-the-future": _("The clocks of the two nodes differ; it is sent again."),
    "exchange.expired": _("The message expired before it could be taken."),
    "exchange.replayed": _("The other node has another message with this number."),
    "exchange.too-far-ahead": _("The other node waits for earlier messages first."),
    "exchange.file-missing": _("A file has not arrived yet; it is sent again."),
    "exchange.no-room": _("The disk of the other node is full; it is sent again."),
    "exchange.file-damaged": _("A file is not the one that was signed."),
    "exchange.broken-chain": _("The message does not follow the one before it."),
    "exchange.unknown-kind": _("The other node does not know this kind of message."),
    "exchange.unusable-body": _("The other node could not use the content of the message."),
    "exchange.not-handled": _("The other node could not handle the message; it is kept there."),
    "exchange.unreachable": _("The other node cannot be reached."),
    "exchange.stopped": _("Somebody of this node stopped it."),
    "exchange.called-back": _("What it brought was recalled before it left."),
    "exchange.restored": _("After a restore, only the other node still has this message."),
    "exchange.no-answer": _("The other node gave no usable answer."),
    "exchange.no-receipt": _("The other node has not signed for the message."),
    "exchange.not-linked": _("The link is suspended, or there is none."),
    "exchange.file-gone": _("The file that went with the message is no longer kept here."),
    "exchange.not-spoken": _("The other node runs an older version, which cannot do this."),
    "exchange.not-the-answer": _("The answer is not to the question that was asked."),
}
