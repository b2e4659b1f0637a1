"""Addresses of the room."""

from django.urls import path

from schakel.exculpation import views
from schakel.exculpation.core.marks import Kind

app_name = "exculpation"
urlpatterns = [
    path("", views.overview, name="overview"),
    *(
        path(f"{kind}s/<uuid:{kind}_id>{end}", view, {"kind": kind}, name=f"{name}{kind}")
        for kind in Kind
        for end, view, name in (("", views.about, ""), ("/propose", views.propose, "propose-"))
    ),
    path("marks/<uuid:mark_id>/decide", views.decide, name="decide"),
]
