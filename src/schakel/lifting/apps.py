"""Django's card for the room."""

from django.apps import AppConfig


class LiftingConfig(AppConfig):
    """Names the room, tells the gate what was lifted, and fills the work queue."""

    name = "schakel.lifting"
    label = "lifting"

    def ready(self) -> None:
        """Register the source of lifts, and the holds that wait for somebody."""
        from schakel.handling.core.lifts import lift_sources
        from schakel.lifting import desk, queries
        from schakel.shell.work import work_sources

        lift_sources.register("lifting", queries.lifted_rules)
        work_sources.register("lifting", desk.work_of)
