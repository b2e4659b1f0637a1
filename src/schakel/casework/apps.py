"""Django's card for the room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Names the room."""

    name = "schakel.casework"
    label = "casework"
