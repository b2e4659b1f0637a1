"""Django's card for the room."""

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    """Names the room."""

    name = "schakel.rulebook"
    label = "rulebook"
