"""Addresses of the room."""

from django.urls import path

from schakel.rescue import views

app_name = "rescue"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("new", views.new, name="new"),
    path("<uuid:alert_id>", views.alert, name="alert"),
    path("<uuid:alert_id>/reached", views.reached, name="reached"),
    path("<uuid:alert_id>/review", views.review, name="review"),
]
