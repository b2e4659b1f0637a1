"""Addresses of the room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from schakel.upkeep import views

app_name = "upkeep"
urlpatterns = [path("health", login_not_required(views.health), name="health")]
