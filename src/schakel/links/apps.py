"""Django's card for the room."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Names the room; it hears partners, and says what is to be said."""

    name = "schakel.links"
    label = "links"

    def ready(self) -> None:
        """Register the chores, the hearing of statements, and the line of the log."""
        from schakel.audit.core.partners import Line, lines
        from schakel.links import actions
        from schakel.links.actions import witnessing
        from schakel.shell.capabilities import capabilities
        from schakel.shell.chores import Chore, chores
        from schakel.shell.restored import restored
        from schakel.wire.core.kinds import CallKind, call_kinds, hearers

        capabilities.register("ledger", "1")
        lines.register(
            "links", Line(list_nodes=witnessing.list_witnesses, ask=witnessing.ask_about_log)
        )
        for name, answer in actions.ANSWERS.items():
            call_kinds.register(name, CallKind(name=name, answer=answer, needs="ledger"))
        for name, answer in witnessing.WITNESSING.items():
            call_kinds.register(name, CallKind(name=name, answer=answer))
        chores.register("links-healing", Chore(seconds=5, run=actions.heal_links))
        hearers.register("links", lambda token, now: actions.hear(token, now=now))
        chores.register("links", Chore(seconds=2, run=actions.tell))
        chores.register("keys", Chore(seconds=30, run=actions.finish_rotation))
        restored.register("greetings", lambda taken_at, now: actions.greet_again())
