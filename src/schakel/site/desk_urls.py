"""Addresses of the pages that stand above the rooms."""

from django.urls import URLPattern

app_name = "site"
urlpatterns: list[URLPattern] = []
