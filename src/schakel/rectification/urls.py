"""Addresses of the room."""

from django.urls import path

from schakel.rectification import views

app_name = "rectification"
urlpatterns = [
    path("", views.heard, name="heard"),
    path("<uuid:heard_id>/settle", views.settle, name="settle"),
]
