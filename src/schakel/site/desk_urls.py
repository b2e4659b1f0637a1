"""Addresses of the pages that stand above the rooms."""

from django.urls import path

from schakel.site import views

app_name = "site"
urlpatterns = [
    path("", views.work_queue, name="work-queue"),
    path("objects.json", views.object_states, name="objects"),
]
