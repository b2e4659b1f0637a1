"""Django's card for the room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Names the room."""

    name = "schakel.access"
    label = "access"
