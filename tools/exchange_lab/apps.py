"""Django's card for the lab, which is in no product."""

from django.apps import AppConfig


class LabConfig(AppConfig):
    """Registers a kind of message whose effect can be counted."""

    name = "tools.exchange_lab"
    label = "exchange_lab"

    def ready(self) -> None:
        """Register the kind."""
        from schakel.wire.core.kinds import Kind, Received, kinds
        from tools.exchange_lab.models import Effect

        def handle(message: Received) -> None:
            Effect.objects.create(node=message.from_node, number=int(message.body["number"]))

        kinds.register("lab.note", Kind(name="lab.note", handle=handle))
