"""Django's card for the room."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """Names the room."""

    name = "schakel.handling"
    label = "handling"
