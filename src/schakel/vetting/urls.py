"""Addresses of the room."""

from django.urls import path

from schakel.vetting import views

app_name = "vetting"
urlpatterns = [
    path("items/<uuid:item_id>", views.item, name="item"),
    path("items/<uuid:item_id>/check", views.check, name="check"),
]
