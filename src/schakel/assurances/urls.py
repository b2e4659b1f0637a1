"""Addresses of the room."""

from django.urls import path

from schakel.assurances import views

app_name = "assurances"
urlpatterns = [
    path("", views.assurances, name="list"),
    path("threads/<uuid:thread_id>", views.thread, name="thread"),
    path("threads/<uuid:thread_id>/ask", views.ask, name="ask"),
    path("<uuid:assurance_id>", views.assurance, name="assurance"),
    path("<uuid:assurance_id>/<slug:deed>", views.step, name="step"),
]
