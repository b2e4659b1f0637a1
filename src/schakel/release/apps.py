"""Django's card for the room."""

from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    """Names the room."""

    name = "schakel.release"
    label = "release"
