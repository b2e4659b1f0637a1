"""Addresses of the room."""

from django.urls import path

from schakel.offline import views

app_name = "offline"
urlpatterns = [
    path("", views.page, name="page"),
    path("worker.js", views.worker, name="worker"),
    path("now", views.now, name="now"),
    path("reports", views.hand_over, name="hand-over"),
]
