"""Django's card for the room."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Names the room."""

    name = "schakel.site"
    label = "site"
