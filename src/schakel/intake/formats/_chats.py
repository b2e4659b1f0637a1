"""Chats as lines of time, speaker and text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; `at` as it is to be shown, `speaker` empty for what the app itself says."""

    at: str
    speaker: str
    text: str


def compose_chat(messages: Iterable[Message]) -> tuple[str, dict[str, Any]]:
    """Return the chat as `time speaker: text`, and its speakers in order of first word."""
    lines = []
    speakers: dict[str, int] = {}
    for one in messages:
        speaker = " ".join(one.speaker.split())
        if speaker:
            speakers[speaker] = speakers.get(speaker, 0) + 1
        lines.append(f"{one.at} {speaker}: {one.text}" if speaker else f"{one.at} * {one.text}")
    people = [{"speaker": name, "messages": count} for name, count in speakers.items()]
    return "\n".join(lines), {"chat": people}
