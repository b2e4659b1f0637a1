"""Django's card for the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the room."""

    name = "schakel.accounts"
    label = "accounts"
