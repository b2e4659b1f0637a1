"""Django's card for the room."""

from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    """Names the room."""

    name = "schakel.safeguards"
    label = "safeguards"
