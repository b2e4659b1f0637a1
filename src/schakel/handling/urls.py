"""Addresses of the room."""

from django.urls import path

from schakel.handling import views

app_name = "handling"
urlpatterns = [path("decisions/<uuid:decision_id>", views.decision, name="decision")]
