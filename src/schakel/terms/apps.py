"""Django's card for the room."""

from django.apps import AppConfig


class TermsConfig(AppConfig):
    """Names the room, and fills the lists of lower rooms."""

    name = "schakel.terms"
    label = "terms"

    def ready(self) -> None:
        """Register what has a term, what is kept beyond it, and which files are needed."""
        from schakel.intake.actions import needs
        from schakel.retention.core.keepers import holds, keepers, restrictions
        from schakel.terms import items, reports, requests

        keepers.register("report", reports.REPORTS)
        keepers.register("person", reports.PERSONS)
        keepers.register("item", items.ITEMS)
        keepers.register("request", requests.REQUESTS)
        holds.register("criminal-files", items.holds_of)
        holds.register("requests", requests.holds_of)
        restrictions.register("items", items.restrict_kept)
        needs.register("reports", reports.is_needed)
        needs.register("items", items.is_needed)
