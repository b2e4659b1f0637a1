"""Addresses of the room."""

from django.urls import path

from schakel.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("periods", views.period, name="period"),
    path("terms/<uuid:term_id>", views.term, name="term"),
    path("terms/<uuid:term_id>/article", views.article, name="article"),
    path("terms/<uuid:term_id>/decide", views.decide, name="decide"),
]
