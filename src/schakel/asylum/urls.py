"""Addresses of the room."""

from django.urls import path

from schakel.asylum import views

app_name = "asylum"
urlpatterns = [
    path("<uuid:check_id>", views.check, name="check"),
    path("<uuid:check_id>/answer", views.answer, name="answer"),
]
