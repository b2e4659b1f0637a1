"""Django's card for the room."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Names the room."""

    name = "schakel.upkeep"
    label = "upkeep"
