"""Django's card for the room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Names the room."""

    name = "schakel.matching"
    label = "matching"
