"""Addresses of pages that belong to no room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from schakel.shell import views

app_name = "shell"
urlpatterns = [
    path("search", views.search, name="search"),
    path("scheme", login_not_required(views.scheme), name="scheme"),
    path("licence", views.licence, name="licence"),
    path("favicon.ico", login_not_required(views.icon), name="icon"),
    path("docs/", views.doc_start, name="docs-start"),
    re_path(r"^docs/(?P<name>[a-z0-9/-]+)$", views.doc_page, name="docs"),
    re_path(
        r"^docs/(?P<picture>[a-z0-9/-]+\.(?:png|svg))$", views.doc_picture, name="docs-picture"
    ),
]
