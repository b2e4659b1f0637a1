"""Addresses of the room."""

from django.urls import path

from schakel.access import views

app_name = "access"
urlpatterns = [
    path("<slug:kind>/<uuid:object_id>", views.who, name="who"),
    path("<slug:kind>/<uuid:object_id>/close", views.close, name="close"),
    path("<slug:kind>/<uuid:object_id>/open", views.open_up, name="open"),
    path("<slug:kind>/<uuid:object_id>/assign", views.assign, name="assign"),
    path("<slug:kind>/<uuid:object_id>/people/<uuid:user_id>/end", views.end, name="end"),
]
