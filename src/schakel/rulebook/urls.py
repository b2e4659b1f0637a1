"""Addresses of the room."""

from django.urls import path

from schakel.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("table", views.decision_table, name="table"),
    path("rows/<int:number>", views.row, name="row"),
    path("rows/<int:number>/tests", views.row_tests, name="row-tests"),
    path("rows/<int:number>/history", views.row_history, name="row-history"),
]
