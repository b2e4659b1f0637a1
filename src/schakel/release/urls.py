"""Addresses of the room."""

from django.urls import path

from schakel.release import views

app_name = "release"
urlpatterns = [
    path("persons/<uuid:person_id>", views.person, name="person"),
    path("persons/<uuid:person_id>/asylum", views.ask_asylum, name="ask-asylum"),
    path("persons/<uuid:person_id>/what-if", views.what_if, name="what-if"),
    path("persons/<uuid:person_id>/release", views.release, name="release"),
]
