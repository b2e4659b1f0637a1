"""Addresses of the room."""

from django.urls import path, re_path

from schakel.accounts.views import log
from schakel.accounts.views import people as views

app_name = "accounts"
urlpatterns = [
    path("enter/<str:token>", views.EnterView.as_view(), name="enter"),
    path("me", views.me, name="me"),
    path("notices", views.notices, name="notices"),
    re_path(
        r"^notices/(?P<notice_id>[0-9a-f-]{36})/(?P<deed>acknowledge|pass-on)$",
        views.notice_deed,
        name="notice-deed",
    ),
    path("log", log.log, name="log"),
    path("", views.people, name="people"),
]
