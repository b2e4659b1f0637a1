"""Addresses of the room."""

from django.urls import path

from schakel.custody.views import deeds, pages

app_name = "custody"
urlpatterns = [
    path("items/<uuid:item_id>", pages.item, name="item"),
    path("items/<uuid:item_id>/consent", deeds.ask, name="ask"),
    path("items/<uuid:item_id>/holders", deeds.tell, name="tell"),
    path("items/<uuid:item_id>/pass-on", deeds.pass_on, name="pass-on"),
    *(
        path(f"items/<uuid:item_id>/{deed}", deeds.mark, {"deed": deed}, name=deed)
        for deed in ("file", "exculpatory", "keep", "erase")
    ),
    path("consents/<uuid:consent_id>", deeds.decide, name="decide"),
    path("consents/<uuid:consent_id>/withdraw", deeds.withdraw, name="withdraw"),
]
