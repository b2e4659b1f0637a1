"""Addresses of the room."""

from django.urls import path

from schakel.oversight.views import files, persons, register

app_name = "oversight"
urlpatterns = [
    path("persons", persons.persons, name="persons"),
    path("persons/<uuid:person_id>", persons.person, name="person"),
    path("persons/<uuid:person_id>/pack", persons.pack, name="pack"),
    path("requests", files.requests, name="requests"),
    path("requests/<uuid:request_id>", files.subject_request, name="request"),
    path("requests/<uuid:request_id>/extend", files.extend, name="extend"),
    path("requests/<uuid:request_id>/decide", files.decide, name="decide"),
    path("breaches", files.breaches, name="breaches"),
    path("breaches/<uuid:breach_id>", files.breach, name="breach"),
    path("breaches/<uuid:breach_id>/save", files.save_breach, name="save-breach"),
    path("breaches/<uuid:breach_id>/report", files.report_breach, name="report-breach"),
    path("notices/<uuid:notice_id>", files.told, name="told"),
    path("register", register.register, name="register"),
    path("witnesses", register.witnesses, name="witnesses"),
    path("witnesses/<slug:node>/settle", register.settle, name="settle"),
]
