"""Addresses of the room."""

from django.urls import path

from schakel.halting import views

app_name = "halting"
urlpatterns = [
    path("", views.stops, name="stops"),
    path("<uuid:stop_id>", views.stop, name="stop"),
    path("<uuid:stop_id>/lift", views.lift, name="lift"),
    path("<uuid:stop_id>/recall/<uuid:item_id>", views.recall, name="recall"),
]
