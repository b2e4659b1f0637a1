"""Django's card for the room."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """Names the room."""

    name = "schakel.assistance"
    label = "assistance"
