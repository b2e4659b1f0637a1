"""Django's card for the room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Names the room."""

    name = "schakel.intake"
    label = "intake"
