"""Addresses of the room."""

from django.urls import path, re_path

from schakel.safeguards import views

app_name = "safeguards"
urlpatterns = [
    path("ask", views.ask, name="ask"),
    re_path(r"^(?P<code>[A-Z]{2,10})$", views.party, name="party"),
]
