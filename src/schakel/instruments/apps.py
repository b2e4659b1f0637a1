"""Django's card for the room."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Names the room, and loads its laws."""

    name = "schakel.instruments"
    label = "instruments"

    def ready(self) -> None:
        """Load every law, and tell partners which requests this node understands."""
        from schakel.instruments.core.instruments import instruments
        from schakel.instruments.laws import load_all
        from schakel.shell.capabilities import capabilities

        load_all()
        for name in instruments.names():
            capabilities.register(name, "1")
