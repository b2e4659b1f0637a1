"""PDF, office files, pictures, chats and archives."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from schakel.intake.core.problems import Problem
from schakel.intake.formats.xlsx import text_of_cell
from tests.intake import makers
from tests.intake.reading import children, read


def test_pdf_text_comes_page_by_page(tmp_path):
    """A finding is on a page, and the page has a number."""
    answer = read(tmp_path, "a.pdf", makers.a_pdf("Bel +31 97 0123 4567", "tweede"))
    assert answer["text"] == "Bel +31 97 0123 4567\n\ntweede"
    assert answer["pages"] == 2
    assert answer["facts"]["page_starts"] == [0, 22]
    assert answer["problems"] == []


def test_pdf_notes_fields_and_links_are_read(tmp_path):
    """What stands beside the text layer is seen by a person and must be by the search."""
    notes = (
        "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] "
        "/A << /S /URI /URI (https://boot.example/x) >> >> "
        "<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (een notitie) >> "
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (n) /V (ingevuld) /Rect [0 0 9 9] >>"
    )
    text = read(tmp_path, "a.pdf", makers.a_pdf("tekst", annotations={0: notes}))["text"]
    assert text == "tekst\neen notitie\ningevuld\nhttps://boot.example/x"


def test_a_scan_gets_a_clear_message(tmp_path):
    """The issue asks for it: no text in this PDF, and kept."""
    assert read(tmp_path, "a.pdf", makers.a_pdf("", ""))["problems"] == [Problem.NO_TEXT]
    half = read(tmp_path, "a.pdf", makers.a_pdf("tekst", ""))
    assert half["problems"] == [Problem.PAGES_WITHOUT_TEXT]


def test_a_locked_pdf_says_so(tmp_path):
    """The officer asks the sender for an open copy instead of wondering."""
    answer = read(tmp_path, "a.pdf", makers.a_locked_pdf())
    assert answer["problems"] == [Problem.PASSWORD_PROTECTED]


def test_a_damaged_pdf_is_kept(tmp_path):
    """A download that stopped half-way is no reason to fail."""
    assert read(tmp_path, "a.pdf", b"%PDF-1.7\nrubbish")["problems"] == [Problem.DAMAGED]


def test_a_file_embedded_in_a_pdf_is_a_child(tmp_path):
    """Invoices carry XML, and people carry more."""
    import pypdfium2

    document = pypdfium2.PdfDocument(makers.a_pdf("tekst"))
    document.new_attachment("in.txt").set_data(b"binnen")
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    assert children(read(tmp_path, "a.pdf", buffer.getvalue())) == {"in.txt": b"binnen"}


def test_a_long_pdf_stops_at_the_text_bound(tmp_path):
    """Memory stays bounded; the original has all of it."""
    answer = read(
        tmp_path, "a.pdf", makers.a_pdf(*["regel"] * 20), characters=12, text_characters=12
    )
    assert len(answer["text"]) == 12
    assert Problem.TEXT_CUT in answer["problems"]


def test_word_gives_everything_that_was_written(tmp_path):
    """Headers, notes, comments, boxes, deleted text, tables and links: leads stand anywhere."""
    box = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='m'><mc:Choice><w:txbxContent>"
        f"{makers.a_paragraph('in een vak')}</w:txbxContent></mc:Choice><mc:Fallback>"
        f"{makers.a_paragraph('in een vak')}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    table = (
        f"<w:tbl><w:tr><w:tc>{makers.a_paragraph('cel 1')}</w:tc>"
        f"<w:tc>{makers.a_paragraph('cel 2')}</w:tc></w:tr></w:tbl>"
    )
    deleted = "<w:p><w:r><w:t>een</w:t><w:tab/><w:delText>weg</w:delText></w:r></w:p>"
    around = f'xmlns:w="{makers.WORD}"'
    document = makers.a_docx(
        deleted + table + box,
        word__header1_xml=f"<w:hdr {around}>{makers.a_paragraph('kop')}</w:hdr>",
        word__footer1_xml=f"<w:ftr {around}>{makers.a_paragraph('voet')}</w:ftr>",
        word__footnotes_xml=f"<w:f {around}>{makers.a_paragraph('noot')}</w:f>",
        word__comments_xml=f"<w:c {around}>{makers.a_paragraph('opmerking')}</w:c>",
        word___rels__document_xml_rels="",
        word__media__p_png=makers.a_picture("PNG"),
    )
    answer = read(tmp_path, "a.docx", document)
    words = "een weg cel 1 cel 2 in een vak kop voet noot opmerking"
    assert answer["text"].split() == words.split()
    assert "cel 1\tcel 2" in answer["text"]
    assert list(children(answer)) == ["p.png"]


def test_where_a_word_link_leads_is_shown(tmp_path):
    """The address behind "click here" is the lead."""
    relations = (
        "<Relationships><Relationship TargetMode='External' Target='https://boot.example/x'/>"
        "<Relationship Target='styles.xml'/></Relationships>"
    )
    entries = {
        "word/document.xml": f'<w:d xmlns:w="{makers.WORD}">{makers.a_paragraph("hier")}</w:d>',
        "word/_rels/document.xml.rels": relations,
    }
    assert read(tmp_path, "a.docx", makers.a_zip(entries))["text"] == "hier\nhttps://boot.example/x"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (316123456789.0, "General", "316123456789"),
        (31612345678, '"+"0', "+31612345678"),
        (612345678, "0000000000", "0612345678"),
        (612345678, "00-00000000", "0612345678"),
        (0.5, "General", "0.5"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        ("a\tb", "General", "a b"),
    ],
)
def test_a_number_that_is_a_phone_number_keeps_its_digits(value, number_format, text):
    """3.16E+11 is nobody's number."""
    assert text_of_cell(value, number_format) == text


def test_excel_gives_all_sheets_with_iso_dates(tmp_path):
    """Dates must be read the same way on every node."""
    from datetime import date, datetime, time, timedelta

    rows = [
        ["naam", "tel", "datum"],
        ["Jan", 31970123456789, date(2026, 11, 3)],
        [datetime.fromisoformat("2026-11-03T12:30:00"), time(8, 5), timedelta(hours=30)],
    ]
    text = read(tmp_path, "a.xlsx", makers.an_xlsx(rows))["text"]
    assert text.startswith("[Sheet]\nnaam\ttel\tdatum\nJan\t31970123456789\t2026-11-03")
    assert "2026-11-03 12:30:00\t08:05:00\t1 day, 6:00:00" in text


def test_excel_comments_links_and_pictures_are_read(tmp_path):
    """They hide behind a corner of a cell."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "hier"
    sheet["A1"].hyperlink = "https://boot.example/x"
    sheet["B2"].comment = Comment("een opmerking", "x")
    workbook.create_sheet("Geheim")["A1"] = "verborgen"
    workbook["Geheim"].sheet_state = "hidden"
    buffer = io.BytesIO()
    workbook.save(buffer)
    text = read(tmp_path, "a.xlsx", buffer.getvalue())["text"]
    for wanted in ("hier", "een opmerking", "https://boot.example/x", "[Geheim]", "verborgen"):
        assert wanted in text


def test_a_long_sheet_stops_at_the_text_bound(tmp_path):
    """A sheet has a million rows for whoever wants them."""
    content = makers.an_xlsx([["regel"]] * 200)
    answer = read(tmp_path, "a.xlsx", content, text_characters=20, characters=20)
    assert answer["problems"] == [Problem.TEXT_CUT]


def test_opendocument_text_tables_and_notes(tmp_path):
    """LibreOffice is what several partners work with."""
    body = (
        "<text:p>Een<text:tab/>twee<text:s text:c='3'/>drie<text:line-break/>"
        "<draw:frame><text:p>in een kader</text:p></draw:frame>vier"
        "<text:a xlink:href='https://boot.example/x'>hier</text:a></text:p>"
        "<table:table-row><table:table-cell><text:p>c1</text:p></table:table-cell>"
        "<table:table-cell><text:p>c2</text:p></table:table-cell></table:table-row>"
    )
    content = makers.an_odt(body, Pictures__p_png=makers.a_picture("PNG"))
    answer = read(tmp_path, "a.odt", content)
    assert answer["text"] == (
        "Een\ttwee   drie\nvierhier\nin een kader\nc1\tc2\nhttps://boot.example/x"
    )
    assert list(children(answer)) == ["p.png"]


def test_a_locked_opendocument_says_so(tmp_path):
    """Its archive is open, its content is not."""
    content = makers.a_zip(
        {"content.xml": "rubbish", "META-INF/manifest.xml": "<m><encryption-data/></m>"}
    )
    assert read(tmp_path, "a.odt", content)["problems"] == [Problem.PASSWORD_PROTECTED]


def test_a_locked_office_file_says_so(tmp_path):
    """Word locks a document inside a compound file."""
    content = makers.a_compound_file({"EncryptedPackage": b"x" * 5_000, "EncryptionInfo": b"y"})
    answer = read(tmp_path, "a.docx", content)
    assert answer["problems"] == [Problem.PASSWORD_PROTECTED]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_drawn_again_without_what_the_camera_wrote(tmp_path, kind):
    """The position is the owner's; the copy that leaves has pixels and nothing else."""
    content = makers.a_picture(kind, position=True) + b"<script>trailing</script>"
    answer = read(tmp_path, f"a.{kind.lower()}", content)
    assert answer["facts"]["position"] == "35.17500,-24.50000"
    assert answer["facts"]["taken"] == "2026:11:24 10:00:00"
    copy = (Path(answer["scratch"]) / answer["shown"]).read_bytes()
    assert b"trailing" not in copy
    assert b"Invented" not in copy
    with Image.open(io.BytesIO(copy)) as drawn:
        assert drawn.size == (40, 30)
        assert not drawn.getexif()
        assert "exif" not in drawn.info


def test_a_picture_without_a_sensible_position_has_none(tmp_path):
    """Cameras write zeros and worse."""
    picture = Image.new("RGB", (2, 2))
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (5.0, 0.0, 0.0)})
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", exif=exif)
    assert "position" not in read(tmp_path, "a.jpg", buffer.getvalue())["facts"]


def test_a_picture_with_too_many_pixels_is_not_drawn(tmp_path):
    """A few kilobytes can ask for gigabytes of memory."""
    answer = read(tmp_path, "a.png", makers.a_picture("PNG", size=(200, 200)), pixels=10_000)
    assert answer["problems"] == [Problem.PICTURE_TOO_LARGE]
    assert answer["shown"] is None


def test_a_cut_off_picture_is_damaged(tmp_path):
    """It is kept, and it says why it is not shown."""
    assert read(tmp_path, "a.png", makers.a_picture("PNG")[:60])["problems"] == [Problem.DAMAGED]


def test_an_archive_is_opened_as_a_container(tmp_path):
    """What is in it is read as if it came by itself."""
    answer = read(
        tmp_path, "a.zip", makers.a_zip({"map/": "", "map/a.txt": "een", "b.txt": "twee"})
    )
    assert answer["text"] == "map/a.txt\nb.txt"
    assert children(answer) == {"a.txt": b"een", "b.txt": b"twee"}


def test_telegram_json_keeps_speakers_and_times(tmp_path):
    """Contacts, places and links inside a message are leads too."""
    export = {
        "name": "Groep",
        "messages": [
            {"date": "2026-11-24T10:00:00", "date_unixtime": "1", "from": "Jan", "text": "hoi"},
            {
                "date": "2026-11-24T10:01:00",
                "from": "Mo",
                "text": [
                    "kijk ",
                    {"type": "text_link", "text": "hier", "href": "https://x.example"},
                ],
            },
            {
                "date": "2026-11-24T10:02:00",
                "from": "Mo",
                "text": "",
                "contact_information": {"phone_number": "+31970123456"},
                "location_information": {"latitude": 35.1, "longitude": 24.2},
            },
            {"date": "2026-11-24T10:03:00", "action": "invite_members", "text": ""},
        ],
    }
    answer = read(tmp_path, "result.json", json.dumps(export))
    assert answer["text"] == (
        "2026-11-24 10:00:00 Jan: hoi\n"
        "2026-11-24 10:01:00 Mo: kijk hier (https://x.example)\n"
        "2026-11-24 10:02:00 Mo: +31970123456 35.1,24.2\n"
        "2026-11-24 10:03:00 * invite_members"
    )
    assert answer["facts"]["chat"] == [
        {"speaker": "Jan", "messages": 1},
        {"speaker": "Mo", "messages": 2},
    ]


def test_telegram_json_of_everything_holds_several_chats(tmp_path):
    """The full export nests chats in a list."""
    chats = [{"messages": [{"date": "x", "date_unixtime": "1", "from": "Jan", "text": "hoi"}]}]
    answer = read(tmp_path, "result.json", json.dumps({"chats": {"list": chats}}))
    assert answer["text"] == "x Jan: hoi"


def test_telegram_html_keeps_speakers_and_times(tmp_path):
    """Joined messages leave the name out; a forwarded name is not the speaker."""
    date = '<div class="pull_right date details" title="24.11.2026 10:00:00 UTC+01:00">10:00</div>'
    page = (
        "<!DOCTYPE html><html><head><title>Exported Data</title></head><body>"
        '<div class="page_wrap"><div class="page_body chat_page"><div class="history">'
        '<div class="message service"><div class="body details">24 November 2026</div></div>'
        f'<div class="message default"><div class="body">{date}'
        '<div class="from_name">Jan</div><div class="text">hoi<br>daar</div></div></div>'
        f'<div class="message default joined"><div class="body">{date}'
        '<div class="forwarded body"><div class="from_name">Ander</div></div>'
        '<div class="text">nog iets</div></div></div></div></div></div></body></html>'
    )
    answer = read(tmp_path, "messages.html", page)
    assert answer["text"].splitlines()[1:] == [
        "2026-11-24 10:00:00 Jan: hoi daar",
        "2026-11-24 10:00:00 Jan: nog iets",
    ]
    assert answer["facts"]["chat"] == [{"speaker": "Jan", "messages": 2}]


ANDROID_NL = (
    "24-11-2026 12:31 - Berichten en oproepen worden end-to-end versleuteld.\n"
    "24-11-2026 12:32 - Jan de B.: hoi\nmet een tweede regel: kijk\n"
    "24-11-2026 12:33 - +31 97 0123 4567: <Media weggelaten>\n"
)
IOS_IT = (
    "\ufeff[24/11/26, 12:31:05] Mario: \u200eimmagine omessa\n[24/11/26, 12:32:06] Anna: ciao\n"
)
ANDROID_EN = "11/24/26, 1:05\u202fPM - Ann: hello\n11/24/26, 1:06\u202fPM - Bob: hi\n"


@pytest.mark.parametrize(
    ("export", "lines"),
    [
        (
            ANDROID_NL,
            [
                "2026-11-24 12:31 * Berichten en oproepen worden end-to-end versleuteld.",
                "2026-11-24 12:32 Jan de B.: hoi",
                "met een tweede regel: kijk",
                "2026-11-24 12:33 +31 97 0123 4567: <Media weggelaten>",
            ],
        ),
        (
            IOS_IT,
            ["2026-11-24 12:31:05 Mario: immagine omessa", "2026-11-24 12:32:06 Anna: ciao"],
        ),
        (ANDROID_EN, ["2026-11-24 13:05 Ann: hello", "2026-11-24 13:06 Bob: hi"]),
    ],
)
def test_whatsapp_keeps_speakers_and_times(tmp_path, export, lines):
    """Who said what, and when, in one form for every phone and language."""
    answer = read(tmp_path, "chat.txt", export)
    assert answer["text"].splitlines() == lines
    assert answer["problems"] == []
    assert answer["media_type"] == "text/x-whatsapp-chat"


def test_whatsapp_dates_that_could_be_either_are_not_guessed(tmp_path):
    """A wrong month puts a person in another place."""
    export = "04/05/26, 12:31 - Ann: hello\n04/05/26, 12:32 - Bob: hi\n"
    answer = read(tmp_path, "chat.txt", export)
    assert answer["problems"] == [Problem.UNCERTAIN_DATES]
    assert answer["text"].splitlines()[0] == "04/05/26 12:31 Ann: hello"


def test_whatsapp_order_shows_when_time_runs_on(tmp_path):
    """Two dates of which only one order runs forward settle the order for all."""
    export = "09/04/26, 1:00 - Ann: a\n08/05/26, 1:00 - Bob: b\n" + "10/06/26, 2:00 - C: c\n"
    text = read(tmp_path, "chat.txt", export)["text"]
    assert text.splitlines()[0] == "2026-04-09 01:00 Ann: a"


def test_whatsapp_years_first_and_dots(tmp_path):
    """Some phones write the year first, some write noon as 12 am."""
    export = "2026.11.24, 12:05 a.m. - Ann: x\n2026.11.24, 12:06 p.m. - Bob: y\n"
    assert read(tmp_path, "c.txt", export)["text"].splitlines() == [
        "2026-11-24 00:05 Ann: x",
        "2026-11-24 12:06 Bob: y",
    ]
