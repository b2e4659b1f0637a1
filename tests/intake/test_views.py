"""Pages of the room: they show, they settle, and they serve nothing that could run."""

import pytest
from django.urls import reverse

from schakel.accounts.core.roles import Role
from schakel.intake import actions, queries
from schakel.intake.models import Finding, Original
from schakel.intake.wording import check_of
from tests.intake import makers
from tests.intake.people import NOON, a_person, events, sign_in

pytestmark = pytest.mark.django_db
TEXT = f"Bel {makers.PHONE} of NL91ABNA0417164300 <b>nu</b>"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def vera():
    """A liaison officer."""
    return a_person()


@pytest.fixture
def desk(client, vera):
    """A browser in which that officer signed in."""
    return sign_in(client, vera)


def take(by, content=TEXT, name="a.txt"):
    """Take a file in and return its original."""
    chunks = [content if isinstance(content, bytes) else content.encode()]
    pk = actions.take_in(name=name, chunks=chunks, by=by, now=NOON, country="NL")
    return Original.objects.get(pk=pk)


def first_finding(original):
    """Return the first finding of an original."""
    return Finding.objects.filter(part__original=original).order_by("start")[0]


def body_of(answer):
    """Return the bytes of a streamed answer; closing it whole would close the database too."""
    content = b"".join(answer)
    for close in answer._resource_closers:
        close()
    return content


def page(client, name, *args, **query):
    """Return the decoded page with this address."""
    answer = client.get(reverse(f"intake:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_text_stands_with_marks_and_nothing_of_it_runs(desk, vera):
    """What came in is shown as text, whatever it is; what was found is marked and linked."""
    original = take(vera)
    html = page(desk, "original", original.pk)
    finding = first_finding(original)
    assert f'href="#finding-{finding.pk}"' in html
    assert f'id="finding-{finding.pk}"' in html
    assert finding.value in html
    assert f'aria-label="Accept {finding.value}"' in html  # for who hears buttons out of context
    assert "&lt;b&gt;nu&lt;/b&gt;" in html
    assert original.sha256 in html
    assert "MISSING VARIABLE" not in html
    assert "original:open" in events()


def test_the_tree_leads_to_each_part(desk, vera):
    """One part at a time: a mail with a thousand attachments stays a page."""
    original = take(vera, bytes(makers.a_mail(files=[("in.txt", b"binnen in")])), "m.eml")
    assert "binnen in" not in page(desk, "original", original.pk)
    inside = page(desk, "original", original.pk, part=1)
    assert "binnen in" in inside
    assert "m.eml!in.txt" in inside
    assert desk.get(reverse("intake:original", args=[original.pk]), {"part": 9}).status_code == 404
    assert "binnen in" not in page(desk, "original", original.pk, part="x")


def test_problems_and_quarantine_are_said_clearly(desk, vera):
    """A code is for programs, a sentence for people."""
    html = page(desk, "original", take(vera, b"MZ" + bytes(99), "a.pdf").pk)
    assert "The name of the file says another type" in html
    assert "In quarantine" in html
    assert "is in quarantine. Open it only" in html
    mail = makers.a_mail(files=[("b.pdf", b"MZ" + bytes(99))])
    html = page(desk, "original", take(vera, bytes(mail), "m.eml").pk)
    assert "Something in this file is dangerous" in html
    assert "(problem)" in html


def test_a_refused_or_waiting_original_has_a_page(desk, vera, settings):
    """There is something to say even when there is nothing to show."""
    settings.SCHAKEL_LARGEST_UPLOAD = 3
    assert "bigger than this node keeps" in page(desk, "original", take(vera).pk)
    del settings.SCHAKEL_LARGEST_UPLOAD
    original = take(vera)
    Finding.objects.filter(part__original=original).delete()
    original.parts.all().delete()
    Original.objects.filter(pk=original.pk).update(state="waiting")
    assert "being read" in page(desk, "original", original.pk)


def test_a_long_text_is_cut_on_the_page(desk, vera, monkeypatch):
    """A browser that hangs shows nobody anything."""
    monkeypatch.setattr("schakel.intake.showing.MOST_CHARACTERS", 10)
    monkeypatch.setattr("schakel.intake.showing.MOST_FINDINGS", 1)
    original = take(vera)
    assert "The text goes on" in page(desk, "original", original.pk)
    assert "not shown here" in page(desk, "findings", original.pk)


def test_settling_by_form_leads_back_to_the_place(desk, vera):
    """Without script the page comes back where the person was."""
    finding = first_finding(take(vera))
    url = reverse("intake:decide", args=[finding.pk])
    back = "/casework/x?y=1"
    answer = desk.post(url, {"verdict": "accepted", "back": back})
    assert answer["Location"] == f"{back}#finding-{finding.pk}"
    for evil in ("https://evil.example/", "//evil.example", "javascript:x", ""):
        answer = desk.post(url, {"verdict": "rejected", "back": evil})
        assert answer["Location"].startswith("/intake/originals/")
    finding.refresh_from_db()
    assert finding.state == "rejected"


def test_settling_with_script_answers_with_the_line_alone(desk, vera):
    """One line is swapped in; the rest of the page stays."""
    finding = first_finding(take(vera))
    url = reverse("intake:decide", args=[finding.pk])
    html = desk.post(url, {"verdict": "accepted"}, **HTMX).content.decode()
    assert "Accepted" in html
    assert html.strip().startswith("<li")
    assert "autofocus" in html  # whoever works by keyboard goes on from here
    assert "<summary>Change<" in html
    assert "<html" not in html


@pytest.mark.parametrize("extra", [{}, HTMX])
def test_an_empty_correction_is_explained(desk, vera, extra):
    """The person sees what is missing at the place where it is missing."""
    finding = first_finding(take(vera))
    Finding.objects.filter(pk=finding.pk).update(value=None, candidates=["een", "twee"])
    url = reverse("intake:decide", args=[finding.pk])
    answer = desk.post(url, {"verdict": "corrected", "value": ""}, **extra)
    assert answer.status_code == 400
    html = answer.content.decode()
    assert "Choose or type a value first" in html
    assert '<option value="twee"' in html
    assert 'value="accepted"' not in html
    assert ("<html" in html) == (not extra)


def test_a_verdict_that_does_not_exist_is_refused(desk, vera):
    """Somebody typed an address by hand."""
    finding = first_finding(take(vera))
    answer = desk.post(reverse("intake:decide", args=[finding.pk]), {"verdict": "burn"})
    assert answer.status_code == 400


def test_all_valid_at_once_as_page_and_as_fragment(desk, vera):
    """The same button works with and without script."""
    original = take(vera)
    url = reverse("intake:accept-valid", args=[original.pk])
    assert "Accept all" in page(desk, "findings", original.pk)
    html = desk.post(url, **HTMX).content.decode()
    assert "<html" not in html
    assert "Accepted" in html
    answer = desk.post(url)
    assert answer["Location"] == reverse("intake:findings", args=[original.pk])


def test_the_findings_come_as_a_fragment_for_other_rooms(desk, vera):
    """The page of a report asks for them by address."""
    original = take(vera)
    answer = desk.get(reverse("intake:findings", args=[original.pk]), **HTMX)
    html = answer.content.decode()
    assert f'id="findings-{original.pk}"' in html
    assert "<html" not in html
    empty = take(vera, "niets bijzonders")
    assert "Nothing was recognised" in page(desk, "findings", empty.pk)


def test_a_reader_sees_no_forms(client, vera):
    """Who may not settle is not invited to."""
    original = take(vera)
    sign_in(client, a_person("ana", role=Role.ANALYST))
    html = page(client, "original", original.pk)
    assert "intake/findings/" not in html
    assert "Read again" not in html


def test_reading_again_from_the_page(desk, vera):
    """One button, back on the page."""
    original = take(vera)
    answer = desk.post(reverse("intake:read-again", args=[original.pk]))
    assert answer["Location"] == reverse("intake:original", args=[original.pk])


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_a_picture_is_shown_drawn_again(desk, vera, kind, media):
    """The only thing this room serves inline has been made by this room."""
    content = makers.a_picture(kind, position=True)
    original = take(vera, content, f"a.{kind.lower()}")
    part = queries.list_parts(original.pk, for_user=vera)[0]
    answer = desk.get(reverse("intake:picture", args=[part.pk]))
    assert answer["Content-Type"] == media
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body_of(answer) != content
    html = page(desk, "original", original.pk)
    assert "35.17500,-24.50000" in html
    assert "Invented Camera" in html


def test_the_position_is_shown_to_the_owner_alone(client, vera, monkeypatch):
    """Another unit may be shown the picture; where it was taken is stripped."""
    original = take(vera, makers.a_picture(position=True), "a.jpg")
    registry = type(queries.viewers)("viewer of originals")
    monkeypatch.setattr(queries, "viewers", registry)
    registry.register("test", lambda user, ids: ids)
    sign_in(client, a_person("otto", unit="spoc"))
    html = page(client, "original", original.pk)
    assert "35.17500" not in html
    assert "Invented Camera" not in html
    part = original.parts.get()
    shown = client.get(reverse("intake:picture", args=[part.pk]))
    assert shown.status_code == 200
    assert body_of(shown)
    assert client.get(reverse("intake:download", args=[part.pk])).status_code == 404


def test_a_text_has_no_picture(desk, vera):
    """Nothing else is ever shown inline."""
    part = take(vera).parts.get()
    assert desk.get(reverse("intake:picture", args=[part.pk])).status_code == 404


def test_a_download_is_inert(desk, vera):
    """A browser saves it and runs nothing of it."""
    content = b"<html><script>alert(1)</script></html>"
    part = take(vera, content, 'a"\u202e.html').parts.get()
    answer = desk.get(reverse("intake:download", args=[part.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert body_of(answer) == content
    assert events()[-1] == "original:download"


def test_another_unit_finds_no_page(client, vera):
    """Every address of the room answers "not there", and settling leaves no trace."""
    original = take(vera)
    finding = first_finding(original)
    sign_in(client, a_person("otto", unit="spoc"))
    for name, pk in (
        ("original", original.pk),
        ("findings", original.pk),
        ("picture", finding.part_id),
        ("download", finding.part_id),
    ):
        assert client.get(reverse(f"intake:{name}", args=[pk])).status_code == 404
    for name, pk in (
        ("accept-valid", original.pk),
        ("read-again", original.pk),
        ("decide", finding.pk),
    ):
        answer = client.post(reverse(f"intake:{name}", args=[pk]), {"verdict": "accepted"})
        assert answer.status_code == 404
    finding.refresh_from_db()
    assert finding.state == "proposed"


def test_pages_speak_dutch(desk, vera):
    """Half of the users read nothing else."""
    html = desk.get(
        reverse("intake:original", args=[take(vera).pk]), HTTP_ACCEPT_LANGUAGE="nl"
    ).content.decode()
    assert "Gevonden" in html


def test_what_a_check_proves_is_said_in_its_own_words():
    """A telephone number has no checksum; its range is in use or not."""
    assert check_of("iban", valid=None) is None
    assert check_of("iban", valid=True) == ("positive", "checksum holds")
    assert check_of("iban", valid=False) == ("negative", "checksum fails")
    assert check_of("phone", valid=True) == ("positive", "number range in use")
    assert check_of("phone", valid=False) == ("warning", "number range not in use")


def test_all_text_comes_as_a_page_and_as_a_fragment_to_select_from(desk, vera, monkeypatch):
    """A name is taken from the text by selecting it; without script the text is a page to read."""
    mail = makers.a_mail(text=TEXT, files=[("in.txt", b"Call Rico Verzonnen")])
    original = take(vera, bytes(mail), "mail.eml")
    html = page(desk, "text", original.pk)
    assert html.count("data-select-text") == 2
    assert "<!doctype html>" in html.lower()
    assert "Rico Verzonnen" in html
    assert "&lt;b&gt;nu&lt;/b&gt;" in html
    answer = desk.get(reverse("intake:text", args=[original.pk]), **HTMX)
    assert "<!doctype html>" not in answer.content.decode().lower()
    assert "data-select-text" in answer.content.decode()
    monkeypatch.setattr("schakel.intake.showing.MOST_CHARACTERS", 20)
    assert page(desk, "text", original.pk).count("data-select-text") == 1
