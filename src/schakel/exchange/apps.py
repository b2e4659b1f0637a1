"""Django's card for the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Names the room."""

    name = "schakel.exchange"
    label = "exchange"
