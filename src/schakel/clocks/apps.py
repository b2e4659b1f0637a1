"""Django's card for the room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Names the room."""

    name = "schakel.clocks"
    label = "clocks"
