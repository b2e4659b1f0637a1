"""Mail from any program, with what is attached to it."""

from base64 import b64encode

from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.intake.core.problems import Problem
from tests.intake import makers
from tests.intake.reading import children, read


def test_the_headers_that_matter_stand_above_the_text(tmp_path):
    """Who wrote to whom and when is half of a lead."""
    mail = makers.a_mail(text="Bel mij", Cc="c@post.example", Subject="Boot é")
    answer = read(tmp_path, "a.eml", bytes(mail))
    assert answer["text"] == (
        "From: a@post.example\nTo: b@post.example\nCc: c@post.example\n"
        "Date: Tue, 24 Nov 2026 10:00:00 +0100\nSubject: Boot é\n\nBel mij"
    )
    assert answer["facts"]["mail"]["subject"] == "Boot é"


def test_what_only_the_html_version_says_is_shown_too(tmp_path):
    """A number can be hidden in the version that the reader's program does not show."""
    mail = makers.a_mail(text="Hallo", html="<p>Hallo <a href='tel:+319701234567'>bel</a></p>")
    text = read(tmp_path, "a.eml", bytes(mail))["text"]
    assert "+319701234567" in text
    same = makers.a_mail(text="Hallo daar", html="<p>Hallo <b>daar</b></p>")
    assert read(tmp_path, "a.eml", bytes(same))["text"].count("Hallo") == 1


def test_an_html_mail_without_plain_text_is_read(tmp_path):
    """Most programs send nothing else."""
    content = b"From: a@x.example\nSubject: s\nContent-Type: text/html\n\n<p>Hallo</p>"
    assert read(tmp_path, "a.eml", content)["text"].endswith("\n\nHallo")


def test_attachments_and_mails_inside_are_children(tmp_path):
    """The whole tree must come out, byte for byte where there are bytes."""
    mail = makers.a_mail(files=[("a.bin", b"\x00\xff"), ("a.bin", b"two")])
    mail.add_attachment(makers.a_mail(text="binnen", Subject="Inner/1"))
    inside = read(tmp_path, "a.eml", bytes(mail))
    assert [child["name"] for child in inside["children"]] == ["a.bin", "a.bin", "Inner-1.eml"]
    assert children(inside)["Inner-1.eml"].endswith(b"binnen\n")


def test_an_attachment_without_a_name_gets_one_that_fits(tmp_path):
    """It must be offered for download under something."""
    content = (
        b"From: a@x.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n!!!!\n--b--\n"
    )
    answer = read(tmp_path, "a.eml", content)
    assert [child["name"] for child in answer["children"]] == ["part-1.pdf"]


def test_headers_in_raw_eight_bit_are_read(tmp_path):
    """Old programs send names without encoding them."""
    content = "From: Renée <r@x.example>\nTo: x\nSubject: =?bogus?q?x?=\n\nhoi".encode("cp1252")
    text = read(tmp_path, "a.eml", content)["text"]
    assert "Renée" in text
    assert "hoi" in text


def test_a_mail_in_a_wrong_encoding_is_flagged(tmp_path):
    """The person compares with the original."""
    body = "één café ".encode() + b"na\xefef"
    content = b"From: a@x.example\nContent-Type: text/plain; charset=utf-8\n\n" + body
    answer = read(tmp_path, "a.eml", content)
    assert answer["problems"] == [Problem.BROKEN_ENCODING]
    assert "naïef" in answer["text"]


def test_a_mail_inside_that_was_encoded_is_read(tmp_path):
    """The standard forbids it, and gateways do it: what hides in it is the forwarded lead."""
    inner = b64encode(bytes(makers.a_mail(text="binnen", Subject="Inner")))
    for body, name, words in ((inner, "Inner.eml", b"binnen"), (b"@@@", "mail-1.eml", b"@@@")):
        content = (
            b"From: a@x.example\nSubject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
            b"Content-Type: message/rfc822\nContent-Transfer-Encoding: Base64\n\n"
            + body
            + b"\n--b--\n"
        )
        found = children(read(tmp_path, "a.eml", content))
        assert list(found) == [name]
        assert words in found[name]


def test_a_mail_pasted_into_a_note_stays_a_note(tmp_path):
    """Nobody's name lied."""
    answer = read(tmp_path, "a.txt", bytes(makers.a_mail()))
    assert answer["media_type"] == "text/plain"
    assert answer["problems"] == []


def test_a_mail_without_its_suffix_is_known_by_its_headers(tmp_path):
    """Exports number their files and forget the suffix."""
    assert read(tmp_path, "00017", bytes(makers.a_mail()))["media_type"] == "message/rfc822"


@settings(max_examples=30)
@given(st.binary(max_size=400))
def test_no_bytes_behind_a_header_break_the_reading(tmp_path_factory, content):
    """A mail is the outside world's own text."""
    folder = tmp_path_factory.mktemp("mail")
    head = b"From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
    assert read(folder, "a.eml", head + content)["pages"] == 1


def test_an_outlook_item_is_read(tmp_path):
    """It is what a colleague drags out of Outlook."""
    item = makers.a_msg(subject="Onderwerp", body="Bel mij", files=[("x.txt", b"in x" * 2_000)])
    answer = read(tmp_path, "a.msg", item)
    assert answer["text"] == 'From: "Alex" <a@post.example>\nSubject: Onderwerp\n\nBel mij'
    assert children(answer)["x.txt"] == b"in x" * 2_000
    assert answer["problems"] == []


def test_an_item_attached_to_an_item_becomes_a_mail(tmp_path):
    """Forwarded evidence sits one level down."""
    item = makers.a_msg(
        subject="Buiten", body="x", inner={"subject": "Binnen", "body": "diep verborgen"}
    )
    inside = children(read(tmp_path, "a.msg", item))
    answer = read(tmp_path, "Binnen.eml", inside["Binnen.eml"])
    assert "diep verborgen" in answer["text"]
    assert "Subject: Binnen" in answer["text"]


def test_a_damaged_outlook_item_is_kept(tmp_path):
    """Half a download still names itself."""
    item = makers.a_msg(subject="Onderwerp", body="Bel mij")
    answer = read(tmp_path, "a.msg", item[:700])
    assert set(answer["problems"]) & {Problem.DAMAGED, Problem.NOT_READ}


def test_a_mailbox_gives_its_mails(tmp_path):
    """A seized mailbox is one file with thousands in it."""
    one = b"From a@x.example Tue Nov 24 10:00:00 2026\n" + bytes(makers.a_mail(text="een"))
    answer = read(tmp_path, "in.mbox", one + b"\n" + one.replace(b"een", b"twee"))
    assert answer["media_type"] == "application/mbox"
    assert list(children(answer)) == ["mail-1.eml", "mail-2.eml"]
    assert children(answer)["mail-2.eml"].rstrip().endswith(b"twee")


def test_headers_that_trace_a_mail_are_kept(tmp_path):
    """Where it was sent from is a lead, but no text to read."""
    content = b"From: a@x.example\nX-Originating-IP: [192.0.2.1]\nMessage-ID: <1@x>\n\nhoi"
    answer = read(tmp_path, "a.eml", content)
    assert answer["facts"]["mail"]["x-originating-ip"] == "[192.0.2.1]"
    assert "192.0.2.1" not in answer["text"]


def test_a_body_that_is_no_base64_is_shown_as_it_came(tmp_path):
    """A broken transfer encoding must not empty the mail."""
    content = (
        b"From: a@x.example\nContent-Type: text/plain; charset=klingon\n"
        b"Content-Transfer-Encoding: x-unknown\n\nnog leesbaar"
    )
    assert "nog leesbaar" in read(tmp_path, "a.eml", content)["text"]


def test_an_outlook_item_with_recipients_and_html(tmp_path):
    """To, Cc and a body that exists as HTML only."""
    item = makers.a_msg(
        subject="s",
        body="",
        html=b"<p>Hallo <a href='tel:+319701234567'>bel</a></p>",
        recipients=[("Bo", "bo@post.example", 1), ("", "cc@post.example", 2)],
    )
    text = read(tmp_path, "a.msg", item)["text"]
    assert "To: Bo <bo@post.example>\nCc: cc@post.example\n" in text
    assert "+319701234567" in text


def test_an_outlook_body_in_a_strange_code_page_is_read(tmp_path):
    """The code page in the item can be one that no Python knows, or the wrong one."""
    item = makers.a_msg(subject="s", body="", html="<p>café</p>".encode("cp1252"), codepage=65001)
    assert "café" in read(tmp_path, "a.msg", item)["text"]


def test_an_item_in_an_item_keeps_its_attachments(tmp_path):
    """The tree goes on below the first level."""
    inner = {"subject": "Binnen", "body": "x", "file": ("in.txt", b"diepste")}
    item = makers.a_msg(subject="Buiten", body="x", inner=inner)
    mail = children(read(tmp_path, "a.msg", item))["Binnen.eml"]
    assert children(read(tmp_path, "b.eml", mail)) == {"in.txt": b"diepste"}
