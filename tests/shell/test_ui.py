"""The components of pages: moments on two clocks, fields, and pages for when all is broken."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from schakel.shell import views
from schakel.shell.home import NOBODY
from schakel.shell.templatetags.ui import ui_field, ui_moment

MOMENT = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def at_home(settings):
    """Put the node in Amsterdam."""
    from dataclasses import replace

    settings.SCHAKEL_NODE = replace(NOBODY, time_zone="Europe/Amsterdam")


def words(html):
    """Return what a reader sees of a moment."""
    from lxml.html import fromstring

    return fromstring(f"<p>{html}</p>").text_content()


def test_a_moment_is_told_on_both_clocks(at_home):
    """A clock that runs elsewhere is read in two offices."""
    with translation.override("en"):
        assert words(ui_moment(MOMENT)) == "1 May 2026 14:30"
        far = "1 May 2026 14:30 CEST (1 May 2026 15:30 UTC+03)"
        assert words(ui_moment(MOMENT, "Asia/Riyadh")) == far
        assert words(ui_moment(MOMENT, "Europe/Amsterdam", "Asia/Riyadh")) == far
        same = "1 May 2026 14:30 CEST (the same hour there)"
        assert words(ui_moment(MOMENT, "Europe/Rome")) == same
        assert words(ui_moment(MOMENT, "Europe/Amsterdam")) == "1 May 2026 14:30 CEST"
        assert words(ui_moment(None)) == "–"
    with translation.override("nl"):
        assert words(ui_moment(MOMENT)) == "1 mei 2026 14:30"


def field_of(*, required, marks=True):
    """Return a field that may stay empty, beside one that is `required`."""

    class Form(forms.Form):
        first = forms.CharField(required=required)
        second = forms.CharField(required=False)

    form = Form()
    form.marks_optional = marks
    return ui_field(form["second"])


def test_what_may_stay_empty_is_marked_only_where_that_tells_something():
    """Beside a required field it helps; where nothing is required it is noise."""
    assert "not required" in field_of(required=True)
    assert "not required" not in field_of(required=False)
    assert "not required" not in field_of(required=True, marks=False)


def test_broken_requests_and_faults_have_pages_that_need_nothing(settings):
    """No database and no trusted host: these pages are for when something is wrong with them."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    request: HttpRequest = RequestFactory().get("/")
    broken, fault = views.broken_request(request, ValueError()), views.fault(request)
    assert (broken.status_code, fault.status_code) == (400, 500)
    for answer in (broken, fault):
        assert b"sk-header" in answer.content
        assert b"<form" not in answer.content
