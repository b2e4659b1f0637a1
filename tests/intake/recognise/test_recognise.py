"""What is found in texts, in which spelling, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.intake.core.recognise import find_all

PASSPORT = (
    "P<ZZESPECIMEN<<VERZONNEN<<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
LONG = (
    "IDNLDPS6135051<6875<<<<<<<<<<<\n8503150F3107047NLD<<<<<<<<<<<2\nNGJDLVV<<TNTXD<<<<<<<<<<<<<<<<"
)
VISA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"


def found(text, country="NL"):
    """Return (kind, value, valid) of everything in a text."""
    return [(one.kind, one.value, one.valid) for one in find_all(text, country=country)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031-20-5551234", "+31205551234"),
        ("00 39 06 1234 5678", "+390612345678"),
        ("(+49) 30 901820", "+4930901820"),
        ("tel: +44 20 7946 0018.", "+442079460018"),
        ("+٣١ ٦ ١٢٣٤٥٦٧٨", "+31612345678"),
        ("wa.me/31612345678", "+31612345678"),
        ("https://wa.me/31612345678", "+31612345678"),
        ("https://api.whatsapp.com/send?phone=31612345678", "+31612345678"),
        ("[+31612345678]", "+31612345678"),
        ("+31\u202f6\u202f12345678", "+31612345678"),
        ("\u202a+31 6 12345678\u202c", "+31612345678"),
        ("+34 (0)612 34 56 78", "+34612345678"),
        ("0034 (0)612 34 56 78", "+34612345678"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("(0031) 6 12345678", "+31612345678"),
        ("+39\u00a0333\u00a01234567", "+393331234567"),
        ("\uff0b31 6 12345678", "+31612345678"),
    ],
)
def test_international_numbers_in_any_notation(text, value):
    """A number that is missed is a lead that is lost."""
    assert found(text) == [("phone", value, True)]


def test_a_possible_number_is_shown_as_not_valid():
    """Numbers kept for drama, and numbers mistyped, are still what was written."""
    assert found("call +44 7700 900123") == [("phone", "+447700900123", False)]


def test_national_numbers_say_how_they_were_read():
    """An assumption is shown, never hidden."""
    (one,) = find_all("Bel 020 555 1234", country="NL")
    assert (one.value, one.assumption) == ("+31205551234", "national notation, read as NL")
    assert found("Telefono 06 1234 5678", "IT")[0][1] == "+390612345678"
    assert found("telefoon 205551234") == [("phone", "+31205551234", True)]


@pytest.mark.parametrize(
    "text",
    [
        "order 20261140099",
        "ordernummer 0612345678",
        "Kamerstuk 28 638 nr. 235",
        "article 197a Sr",
        "at 14:30 on page 3 of 12",
        "version 1.2.3, 192.168.1.1",
        "KvK 12345678, BSN 123456782",
        "postcode 2511 AB",
        "0912 3456",
        "IBAN NL91",
        "card 1234 5678 9012 3456",
        "4111 1111 1111 1112",
        "IMEI 490154203237519000",
        "490154203237518",
        "31/02/2026 and 2026-13-45 and 99.99.9999 and 3 May 3026",
        "mail me @ noon",
        "https-less t.com/x and x.org",
        "AB 123 CD without a word",
        "120.5, 250.7",
        "<<< no zone >>>",
        "I<UTO\nshort",
        "ABCDEFGHJKLMNPRST",
        "room B-12",
        "nice weather in the bar",
        "It was over. Nice it was not, and Jordan said so",
        "1HGCM82643A004352",
        "1Z720CT0293998962",
        "parketnummer 03-635843-10, BVH 0749750597",
        "X-Id: AWZY0409856708",
        "columns 0535972  058",
        "Betalingskenmerk 5345 0527 9638 4745",
        "4917 9045 8186 0456 6982 8586",
        "artikel 568528, ref. IE9250984  aantal 75 stuks",
        "uuid ba54125e-922c-15f9-9eb6",
        "Ratios 1.234, 5.678",
        "60.5680\t12.3193",
        "Versie 10.2.14",
        "47/29 NEN 1920",
        "x = y  @decorator",
        "icon@2x.png",
        "registration closes at noon\nHall 5\nAB 123 CD",
        "+1 (0)000 0000 000000",
        "61N AB 123456",
        "10N JA 123456",
        "geo:0.00,0.00?q=somewhere",
        "UTM 61N 500000 5000000",
        "61N 500000 5000000",
        "+999 (0)12345678",
        "IMO, which is what the harbour master wrote: 9074720",
        "https:// and http://x",
    ],
)
def test_what_only_looks_like_something_is_left_alone(text):
    """Two false finds a page cost the officer's trust."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "value", "valid"),
    [
        ("Mail A.B@X.nl now", "email", "a.b@x.nl", None),
        ("joe [at] site (dot) org", "email", "joe@site.org", None),
        ("see https://a.example/x?y=1.", "url", "https://a.example/x?y=1", None),
        ("hxxps://bad.example/a", "url", "https://bad.example/a", None),
        ("www.a.example/x)", "url", "http://www.a.example/x", None),
        ("IBAN nl91 abna 0417 1643 00", "iban", "NL91ABNA0417164300", True),
        ("IT60X0542811101000000123456", "iban", "IT60X0542811101000000123456", True),
        ("NL91ABNA0417164301", "iban", "NL91ABNA0417164301", False),
        ("NL91 ABNA 0417 1643 00 on Friday", "iban", "NL91ABNA0417164300", True),
        ("4111 1111 1111 1111", "card", "4111111111111111", True),
        ("378282246310005", "card", "378282246310005", True),
        ("nl91 abna 0417\n1643 00", "iban", "NL91ABNA0417164300", True),
        ("IBANNL91ABNA0417164300", "iban", "NL91ABNA0417164300", True),
        ("NL91\u202fABNA\u202f0417\u202f1643\u202f00", "iban", "NL91ABNA0417164300", True),
        ("4111.1111.1111.1111", "card", "4111111111111111", True),
        ("4111 1111 1111 1111 12/28", "card", "4111111111111111", True),
        ("card 4222222222222", "card", "4222222222222", True),
        ("3782 822463 10005", "card", "378282246310005", True),
        ("VIN 1HG-CM8263-3A004352", "vin", "1HGCM82633A004352", True),
        ("IMEI\n490154203237518", "imei", "490154203237518", True),
        ("IMEI\t490154203237518", "imei", "490154203237518", True),
        ("350143996061911", "imei", "350143996061911", True),
        ("MMSI 244 660 000", "mmsi", "244660000", True),
        ("IMO ship identification number 9074729", "imo", "9074729", True),
        ("IMO=9074729", "imo", "9074729", True),
        ("IMEI: 490154203237518", "imei", "490154203237518", True),
        ("49-015420-323751-8", "imei", "490154203237518", True),
        ("imei 49 015420 323751 9", "imei", "490154203237519", False),
        ("imei 4901542032375180", "imei", "4901542032375180", None),
        ("1HGCM82633A004352", "vin", "1HGCM82633A004352", True),
        ("VIN 1HGCM82643A004352", "vin", "1HGCM82643A004352", False),
        ("VIN wvwzzz1jz3w386752", "vin", "WVWZZZ1JZ3W386752", None),
        ("1M8GDM9AXKP042788", "vin", "1M8GDM9AXKP042788", True),
        ("IMO 9074729", "imo", "9074729", True),
        ("IMO no. 9074720", "imo", "9074720", False),
        ("MMSI 244660000", "mmsi", "244660000", True),
        ("mmsi: 944660000", "mmsi", "944660000", False),
        ("38.11570, 13.36150", "coordinates", "38.11570,13.36150", None),
        ("geo:38.1157,13.3615", "coordinates", "38.11570,13.36150", None),
        ("N 65° 42' 41.112\" W 131° 43' 23.340\"", "coordinates", "65.71142,-131.72315", None),
        ("65-42.68520N 131-43.38900W", "coordinates", "65.71142,-131.72315", None),
        ("65:42:41.112N 131:43:23.340W", "coordinates", "65.71142,-131.72315", None),
        ("Lat=65.71142 Long=-131.72315", "coordinates", "65.71142,-131.72315", None),
        ("65.71142, \u2212131.72315", "coordinates", "65.71142,-131.72315", None),
        (
            "https://bing.com/maps?cp=65.71142~-131.72315",
            "coordinates",
            "65.71142,-131.72315",
            None,
        ),
        ("geo:0,0?q=65.71142,-131.72315", "coordinates", "65.71142,-131.72315", None),
        ("GPS: 12.50, 13.75", "coordinates", "12.50000,13.75000", None),
        ("N 65.71142 W 131.72315", "coordinates", "65.71142,-131.72315", None),
        ("31U ET 89151 69677", "coordinates", "52.07049,4.30069", None),
        ("34HBH5958345888", "coordinates", "-33.90000,18.40000", None),
        ("UTM 31U 589151 5769677", "coordinates", "52.07049,4.30069", None),
        ("34H BH 59583 45888", "coordinates", "-33.90000,18.40000", None),
        ("9F4638C2+67", "coordinates", "52.07056,4.30069", None),
        ("-33.8688 151.2093", "coordinates", "-33.86880,151.20930", None),
        ("38°06'56.52\"N 13°21'41.4\"E", "coordinates", "38.11570,13.36150", None),
        ("38° 06.942' N 13° 21.69' W", "coordinates", "38.11570,-13.36150", None),
        ("52,3676 N 4,9041 O", "coordinates", "52.36760,4.90410", None),
        ("38,1157; 13,3615", "coordinates", "38.11570,13.36150", None),
        ("12° Z 13° O", "coordinates", "-12.00000,13.00000", None),
        ("EUR 14.500,00", "amount", "EUR 14500.00", None),
        ("1,200.50 USD", "amount", "USD 1200.50", None),
        ("£1.200.000", "amount", "GBP 1200000.00", None),
        ("12k euro", "amount", "EUR 12000.00", None),
        ("€ 1.250,-", "amount", "EUR 1250.00", None),
        ("3500 euros", "amount", "EUR 3500.00", None),
        ("€ 3,5", "amount", "EUR 3.50", None),
        ("3 million euros", "amount", "EUR 3000000.00", None),
        ("EUR 2,5 miljoen", "amount", "EUR 2500000.00", None),
        ("US$ 2,500.00", "amount", "USD 2500.00", None),
        ("10 000 zł", "amount", "PLN 10000.00", None),
        ("€0.125", "amount", "EUR 0.12", None),
        ("IQD 100000", "amount", "IQD 100000.00", None),
        ("2026-11-24", "date", "2026-11-24", None),
        ("2026/11/24", "date", "2026-11-24", None),
        ("24. 12. 2026", "date", "2026-12-24", None),
        ("3 марта 2026", "date", "2026-03-03", None),
        ("٣ مارس ٢٠٢٦", "date", "2026-03-03", None),
        ("2026. március 3.", "date", "2026-03-03", None),
        ("03MAR2026", "date", "2026-03-03", None),
        ("12 aout 2026", "date", "2026-08-12", None),
        ("24-11-2026", "date", "2026-11-24", None),
        ("24.11.2026", "date", "2026-11-24", None),
        ("24/11/2026", "date", "2026-11-24", None),
        ("05/05/2026", "date", "2026-05-05", None),
        ("27 November 2026", "date", "2026-11-27", None),
        ("3 mei 2026", "date", "2026-05-03", None),
        ("1er mars 2026", "date", "2026-03-01", None),
        ("May 5th, 2026", "date", "2026-05-05", None),
        ("٢٤-١١-٢٠٢٦", "date", "2026-11-24", None),
        ("kenteken 99-ZZX-9", "plate", "NL:99ZZX9", None),
        ("seen: AB-123-CD", "plate", "FR:AB123CD", None),
        ("targa AB 123 CD", "plate", "IT:AB123CD", None),
        ("German plate B-AB 1234", "plate", "DE:BAB1234", None),
        ("Dutch plate AB-12-34", "plate", "NL:AB1234", None),
        ("plaka 34 ABC 123", "plate", "TR:34ABC123", None),
        ("1-ABC-234", "plate", "BE:1ABC234", None),
        ("Palermo", "place", "Palermo, IT", None),
        ("Den Haag", "place", "The Hague, NL", None),
        ("Libië", "place", "Libya, LY", None),
        ("Addis Abeba", "place", "Addis Ababa, ET", None),
        ("a@b[.]nl", "email", "a@b.nl", None),
        ("a AT b DOT nl", "email", "a@b.nl", None),
        ("o'brien@x.ie", "email", "o'brien@x.ie", None),
        ("foo＠bar.com", "email", "foo@bar.com", None),
        ("https://user:pw@a.nl/", "url", "https://user:pw@a.nl/", None),
        ("hxxps[:]//foo[.]nl/x.", "url", "https://foo.nl/x", None),
        ("see foo[.]nl", "url", "http://foo.nl", None),
        ("bit.ly/abc12,", "url", "http://bit.ly/abc12", None),
        ("(https://a.example/B_(c))", "url", "https://a.example/B_(c)", None),
        ("HTTPS://A.Example.", "url", "https://a.example", None),
        ("facebook.com/groups", "url", "http://facebook.com/groups", None),
        ("https://m.facebook.com/boat.man?ref=x", "handle", "facebook:boat.man", None),
        ("https://facebook.com/profile.php?id=100012345", "handle", "facebook:100012345", None),
        ("https://www.facebook.com/people/Boat/100012345/", "handle", "facebook:100012345", None),
        ("https://www.tiktok.com/@boatman/video/71234", "handle", "tiktok:boatman", None),
        ("hxxps://t[.]me/boat_man", "handle", "telegram:boat_man", None),
        ("tg://resolve?domain=boat_man", "handle", "telegram:boat_man", None),
        ("skype:boat.man?chat", "handle", "skype:boat.man", None),
        ("Snapchat: boatman99", "handle", "snapchat:boatman99", None),
        ("on X (@boatman)", "handle", "x:boatman", None),
        ("X: @boatman", "handle", "x:boatman", None),
        ("kenteken ab-12-cd", "plate", "NL:AB12CD", None),
        ("matrícula 1234 BCD", "plate", "ES:1234BCD", None),
        ("Ukrainian plate AA 1234 BB", "plate", "UA:AA1234BB", None),
        ("Bulgarian plate CB 1234 AB", "plate", "BG:CB1234AB", None),
        ("registration AB12CDE (UK)", "plate", "GB:AB12CDE", None),
        ("kenteken van de auto: AB-12-CD", "plate", "NL:AB12CD", None),
        ("we went to Nice", "place", "Nice, FR", None),
        ("Nice", "place", "Nice, FR", None),
        ("telegram @boat_king", "handle", "telegram:boat_king", None),
        ("@boat.king on instagram", "handle", "instagram:boat.king", None),
        ("https://t.me/boat_king", "handle", "telegram:boat_king", None),
        ("twitter.com/boatking", "handle", "x:boatking", None),
        (PASSPORT, "mrz", PASSPORT, True),
        (PASSPORT.lower().replace("l898902c3", "l898 902c3"), "mrz", PASSPORT, True),
        (PASSPORT.replace("C36", "C37"), "mrz", PASSPORT.replace("C36", "C37"), False),
        (CARD, "mrz", CARD, True),
        (PASSPORT.replace("\n", " "), "mrz", PASSPORT, True),
        (f"MRZ: {PASSPORT}", "mrz", PASSPORT, True),
        (f"> {PASSPORT}".replace("\n", "\n> "), "mrz", PASSPORT, True),
        (PASSPORT.replace("<" * 20, ""), "mrz", PASSPORT, True),
        (LONG, "mrz", LONG, True),
        (LONG.replace("6875", "6876"), "mrz", LONG.replace("6875", "6876"), False),
        (VISA, "mrz", VISA, True),
    ],
)
def test_each_kind_in_its_notations(text, kind, value, valid):
    """One spelling for one thing, so that two nodes can compare it."""
    assert found(text) == [(kind, value, valid)]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("03/04/2026", ("2026-04-03", "2026-03-04")),
        ("12.05.26", ("2026-05-12", "1926-05-12")),
        ("TND 1,200", ("TND 1200.00", "TND 1.20")),
        ("Tripoli", ("Tripoli, LB", "Tripoli, LY")),
        ("plate AB 123 CD", ("IT:AB123CD", "FR:AB123CD", "AT:AB123CD", "HR:AB123CD")),
    ],
)
def test_what_can_be_read_in_two_ways_is_not_guessed(text, candidates):
    """A wrong guess looks like knowledge."""
    (one,) = find_all(text, country="NL")
    assert one.value is None
    assert one.candidates == candidates


def test_a_mail_with_everything_in_it():
    """Neighbours do not swallow each other: an account is no phone, a date no plate."""
    text = (
        "Rico left +44 7700 900123 and rico@example.com; deposit from "
        "IT60 X054 2811 1010 0000 0123 456, EUR 14.500,00, on 27 November 2026 near Palermo "
        "(38.11570, 13.36150). Van: Dutch plate 99-ZZX-9. Vessel IMO 9074729."
    )
    kinds = [kind for kind, _, _ in found(text)]
    assert kinds == [
        "phone", "email", "iban", "amount", "date", "place", "coordinates", "plate", "imo",
    ]  # fmt: skip


@given(st.text(alphabet=st.sampled_from("0123456789ABCabc <>-+.,/@:€°'\n\tN"), max_size=200))
def test_places_in_the_text_are_right_and_nothing_overlaps(text):
    """The page marks what was found; a wrong place would mark something else."""
    last = 0
    for one in find_all(text, country="NL"):
        assert text[one.start : one.end] == one.raw
        assert one.start >= last
        assert (one.value is None) == bool(one.candidates)
        last = one.end


@given(st.text(max_size=120))
def test_any_text_at_all_is_survived(text):
    """What comes in is not ours to choose."""
    find_all(text, country="ZZ")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0031612345679 35.5,12.6", ["+31612345679"]),
        ("0031612345679 (35.5,12.6)", ["+31612345679"]),
        ("Ali: +31612345679 locatie 35.5,12.6", ["+31612345679", "35.50000,12.60000"]),
        ("+31612345679 35.5,12.6 (pos)", ["+31612345679", "35.50000,12.60000"]),
        ("06 12345679 35.5123,12.6123", ["+31612345679", "35.51230,12.61230"]),
        ("0031612345679 40 euro", ["+31612345679", "EUR 40.00"]),
        ("12.11.2026 0031612345679 13.11.2026", ["2026-11-12", "+31612345679", "2026-11-13"]),
    ],
)
def test_a_number_ends_where_something_else_begins(text, values):
    """In a chat everything stands on one line, and a number that swallows the next is lost."""
    assert [value for _, value, _ in found(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "location: 35.5, 12.6",
        "locatie is 35.5/12.6",
        "pos 35,5; 12,6",
        "Standort 35.5 12.6",
        "seen at 35.5,12.6 (map)",
        "https://maps.example/?q=35.5,12.6",
    ],
)
def test_a_rough_position_is_believed_beside_a_word_for_it(text):
    """A boat at sea is reported in tenths of a degree."""
    assert ("coordinates", "35.50000,12.60000", None) in found(text)


@pytest.mark.parametrize(
    "text", ["35.5,12.6", "possible 35.5,12.6", "post 1.5, 2.5", "punt 3.2, 4.1 of the agenda"]
)
def test_a_rough_pair_without_such_a_word_is_left_alone(text):
    """Prices and paragraphs come in pairs as well."""
    assert found(text) == []
