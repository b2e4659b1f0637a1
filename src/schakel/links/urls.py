"""Addresses of the room."""

from django.urls import path

from schakel.links import views

app_name = "links"
urlpatterns = [
    path("new", views.new, name="new"),
    path("own", views.own, name="own"),
    path("node/<slug:code>", views.node, name="node"),
    path("node/<slug:code>/compare", views.compare, name="compare"),
    path("node/<slug:code>/<slug:deed>", views.deed, name="deed"),
]
