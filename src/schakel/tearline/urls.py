"""Addresses of the room."""

from django.urls import path

from schakel.tearline import views

app_name = "tearline"
urlpatterns = [
    path("reports/<uuid:report_id>", views.versions, name="versions"),
    path("reports/<uuid:report_id>/begin", views.begin, name="begin"),
    path("versions/<uuid:version_id>", views.version, name="version"),
    path("versions/<uuid:version_id>/save", views.save, name="save"),
    path("versions/<uuid:version_id>/submit", views.submit, name="submit"),
    path("versions/<uuid:version_id>/look/<uuid:original_id>", views.look, name="look"),
    path("versions/<uuid:version_id>/send", views.send, name="send"),
]
