"""What the law calls the deeds that the log keeps."""

from enum import StrEnum


class Processing(StrEnum):
    """A kind of processing that must be logged, and what is logged beside it for security.

    Source: Directive (EU) 2016/680, art. 25(1), for the first six; art. 29(2) for the last.
    """

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    CONTROL = "control"
