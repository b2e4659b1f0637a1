"""Addresses of the room."""

from django.urls import path

from schakel.guests import views

app_name = "guests"
urlpatterns = [
    path("", views.mandates, name="mandates"),
    path("new", views.new, name="new"),
    path("room", views.room, name="room"),
    path("room/<uuid:release_id>", views.view, name="view"),
    path("releases/<uuid:release_id>/withdraw", views.withdraw, name="withdraw"),
    path("<uuid:mandate_id>", views.mandate, name="mandate"),
    path("<uuid:mandate_id>/open", views.open_mandate, name="open"),
    path("<uuid:mandate_id>/end", views.end, name="end"),
    path("<uuid:mandate_id>/release", views.release, name="release"),
]
