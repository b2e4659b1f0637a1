"""Addresses of the room."""

from django.urls import path, re_path

from schakel.assistance.views import deeds, pages

app_name = "assistance"
_ONE = "(?P<request_id>[0-9a-f-]{36})"
urlpatterns = [
    path("", pages.listing, name="list"),
    path("new", deeds.new, name="new"),
    path("threads/<uuid:thread_id>", pages.in_thread, name="thread"),
    path("<uuid:request_id>", pages.detail, name="request"),
    path("<uuid:request_id>/package", pages.package_page, name="package"),
    path("<uuid:request_id>/save", deeds.save, name="save"),
    path("<uuid:request_id>/refuse", deeds.refuse, name="refuse"),
    path("<uuid:request_id>/answer", deeds.answer, name="answer"),
    path("<uuid:request_id>/by-hand", deeds.by_hand, name="by-hand"),
    path("<uuid:request_id>/package/file", pages.package_file, name="package-file"),
    path("<uuid:request_id>/receipt", deeds.receipt, name="receipt"),
    path("<uuid:request_id>/by-hand/refusal", deeds.refusal_by_hand, name="refusal-by-hand"),
    path("<uuid:request_id>/dispatch", deeds.dispatch, name="dispatch"),
    re_path(
        rf"^{_ONE}/(?P<deed>submit|send|pack|take-up|withdraw|close)$", deeds.step, name="step"
    ),
    re_path(rf"^{_ONE}/(?P<deed>return|clarify|ask|question)$", deeds.say, name="say"),
]
