"""Addresses of the room."""

from django.urls import path

from schakel.lifting import views

app_name = "lifting"
urlpatterns = [path("<uuid:decision_id>", views.hold, name="hold")]
