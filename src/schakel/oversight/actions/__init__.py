"""What the privacy officer does: look, answer requests, keep breaches, hand over a pack."""

from schakel.oversight.actions.breaches import open_breach, report_breach, save_breach
from schakel.oversight.actions.looking import look_at_person, search_persons
from schakel.oversight.actions.notices import mark_told, note_answer
from schakel.oversight.actions.packing import make_pack
from schakel.oversight.actions.requests import decide_request, extend_request, take_request

__all__ = [
    "decide_request",
    "extend_request",
    "look_at_person",
    "make_pack",
    "mark_told",
    "note_answer",
    "open_breach",
    "report_breach",
    "save_breach",
    "search_persons",
    "take_request",
]
