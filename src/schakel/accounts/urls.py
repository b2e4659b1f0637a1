"""Addresses of the room."""

from django.urls import path, re_path

from schakel.accounts.views import entering, log, own, people, units

app_name = "accounts"
urlpatterns = [
    path("enter/<str:token>", entering.EnterView.as_view(), name="enter"),
    path("set-up/<str:token>", entering.SetUpView.as_view(), name="set-up"),
    path("me", own.me, name="me"),
    path("notices", own.notices, name="notices"),
    re_path(
        r"^notices/(?P<notice_id>[0-9a-f-]{36})/(?P<deed>acknowledge|pass-on)$",
        own.notice_deed,
        name="notice-deed",
    ),
    path("log", log.log, name="log"),
    path("", people.people, name="people"),
    path("new", people.new, name="new"),
    path("<uuid:user_id>", people.person, name="person"),
    path("<uuid:user_id>/invite", people.invite, name="invite"),
    path("units", units.units, name="units"),
    path("units/new", units.unit, name="new-unit"),
    path("units/at/<slug:code>", units.unit, name="unit"),
    path("unsent", units.unsent, name="unsent"),
]
