"""Django's card for the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the room."""

    name = "schakel.audit"
    label = "audit"
