"""Addresses of the room."""

from django.urls import path

from schakel.matching import views

app_name = "matching"
urlpatterns = [
    path("questions", views.counts, name="counts"),
    path("reports/<uuid:report_id>", views.report_hits, name="report"),
    path("reports/<uuid:report_id>/ask", views.ask, name="ask"),
    path("reports/<uuid:report_id>/owner", views.owner, name="owner"),
]
