"""Addresses of the room."""

from django.urls import path

from schakel.courier import views

app_name = "courier"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("file/<slug:code>", views.write, name="write"),
    path("sheet/<slug:code>", views.sheet, name="sheet"),
    path("codes", views.read_codes, name="codes"),
    path("account/<uuid:carriage_id>", views.account, name="account"),
]
