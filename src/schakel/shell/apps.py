"""Django's card for the room."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Names the room."""

    name = "schakel.shell"
    label = "shell"
