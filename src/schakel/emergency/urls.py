"""Addresses of the room."""

from django.urls import path

from schakel.emergency import views

app_name = "emergency"
urlpatterns = [
    path("", views.accesses, name="accesses"),
    path("new", views.new, name="new"),
    path("<uuid:access_id>", views.access, name="access"),
    path("<uuid:access_id>/answer", views.answer, name="answer"),
    path("<uuid:access_id>/end", views.end, name="end"),
    path("<uuid:access_id>/review", views.review, name="review"),
    path("<uuid:access_id>/reports", views.reports, name="reports"),
    path("<uuid:access_id>/reports/<uuid:report_id>", views.report, name="report"),
]
