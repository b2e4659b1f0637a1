"""The roots of every error that a room raises on purpose."""

from typing import ClassVar


class SchakelError(Exception):
    """Something the product foresaw; `code` is stable and dotted, `status` is its HTTP answer."""

    code: ClassVar[str] = "kernel.error"
    status: ClassVar[int] = 400


class NotFoundError(SchakelError):
    """Not there, or not yours: the two look the same on purpose."""

    code: ClassVar[str] = "kernel.not_found"
    status: ClassVar[int] = 404


class NotAllowedError(SchakelError):
    """You may see this, but your role may not do that with it."""

    code: ClassVar[str] = "kernel.not_allowed"
    status: ClassVar[int] = 403


class ConflictError(SchakelError):
    """The object is not in a state in which this can be done (any more)."""

    code: ClassVar[str] = "kernel.conflict"
    status: ClassVar[int] = 409


class UnusableInputError(SchakelError):
    """What was given cannot be used; the message says what to do about it."""

    code: ClassVar[str] = "kernel.unusable_input"
    status: ClassVar[int] = 400
