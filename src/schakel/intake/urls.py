"""Addresses of the room."""

from django.urls import path

from schakel.intake import views

app_name = "intake"
urlpatterns = [
    path("originals/<uuid:original_id>", views.original, name="original"),
    path("originals/<uuid:original_id>/findings", views.findings, name="findings"),
    path("originals/<uuid:original_id>/text", views.text, name="text"),
    path("originals/<uuid:original_id>/accept", views.accept_valid, name="accept-valid"),
    path("originals/<uuid:original_id>/read", views.read_again, name="read-again"),
    path("findings/<uuid:finding_id>", views.decide, name="decide"),
    path("parts/<uuid:part_id>/picture", views.picture, name="picture"),
    path("parts/<uuid:part_id>/download", views.download, name="download"),
]
