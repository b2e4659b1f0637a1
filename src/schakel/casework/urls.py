"""Addresses of the room."""

from django.urls import path

from schakel.casework.views import reports, threads

app_name = "casework"
urlpatterns = [
    path("reports", reports.reports, name="reports"),
    path("reports/new", reports.new, name="new"),
    path("reports/<uuid:report_id>", reports.report, name="report"),
    path("reports/<uuid:report_id>/save", reports.save, name="save"),
    path("reports/<uuid:report_id>/files", reports.attach, name="attach"),
    path("reports/<uuid:report_id>/persons", reports.person, name="person"),
    path("reports/<uuid:report_id>/persons/new", reports.person_fields, name="person-fields"),
    path("reports/<uuid:report_id>/persons/<uuid:person_id>", reports.role, name="role"),
    path("reports/<uuid:report_id>/methods", reports.method, name="method"),
    path("reports/<uuid:report_id>/europol", reports.europol, name="europol"),
    path("reports/<uuid:report_id>/close", reports.close, name="close"),
    path("reports/<uuid:report_id>/feedback", reports.feedback, name="feedback"),
    path("reports/<uuid:report_id>/thread", threads.begin, name="begin"),
    path("threads", threads.threads, name="threads"),
    path("threads/<uuid:thread_id>", threads.thread, name="thread"),
    path("threads/<uuid:thread_id>/admit", threads.admit, name="admit"),
    path("threads/<uuid:thread_id>/admit-node", threads.admit_node, name="admit-node"),
    path("threads/<uuid:thread_id>/contact", threads.contact, name="contact"),
    path("entries/<uuid:entry_id>/release", threads.release, name="release"),
    path("contacts/<uuid:leg_id>", threads.contact_leg, name="contact-leg"),
]
