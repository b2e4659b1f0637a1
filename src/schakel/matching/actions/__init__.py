"""What the room does: ask partners, answer partners, keep the own list."""

from schakel.matching.actions.answering import answer_question, own_list
from schakel.matching.actions.asking import ask_partners, run_questions

__all__ = ["answer_question", "ask_partners", "own_list", "run_questions"]
