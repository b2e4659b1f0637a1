"""Django's card for the room."""

from django.apps import AppConfig


class CourierConfig(AppConfig):
    """Names the room."""

    name = "schakel.courier"
    label = "courier"
