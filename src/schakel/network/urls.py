"""Addresses of the room."""

from django.urls import path

from schakel.network import views

app_name = "network"
urlpatterns = [path("", views.directory, name="directory")]
