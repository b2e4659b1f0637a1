"""Django's card for the room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Names the room."""

    name = "schakel.network"
    label = "network"
