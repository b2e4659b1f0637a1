"""What looks like an identifier and is none, or is one that fails its check."""

from schakel.intake.core.recognise import find_all


def kinds(text):
    """Return the kinds found in a text."""
    return {found.kind for found in find_all(text, country="NL")}


def test_a_mention_without_a_network_is_no_handle():
    """`@home` alone says nothing; a false one costs an officer's time."""
    assert "handle" not in kinds("Thanks @everybody for coming.")
    assert "handle" in kinds("Telegram @boatman77 sells them.")


def test_a_position_off_the_globe_is_none():
    """Ninety degrees is the end of the world."""
    assert "coordinates" not in kinds("The ratio was 95.12345, 12.12345 exactly.")
    assert "coordinates" in kinds("Seen at 51.12345, 2.12345 at night.")


def test_an_account_that_fails_its_check_is_shown_as_such():
    """A typing error in an IBAN is a finding, not nothing; one of another length is nothing."""
    found = find_all("Pay to NL00BANK0123456789 now.", country="NL")
    assert [(f.kind, f.valid) for f in found if f.kind == "iban"] == [("iban", False)]
    assert "iban" not in kinds("Reference NL00BANK01234567890123 now.")


def test_grouped_digits_that_fail_the_check_are_no_device():
    """Only a number that is called IMEI is shown when its check digit fails."""
    assert "imei" not in kinds("Order 49-015420-323751-9 was sent.")
    assert "imei" in kinds("IMEI 49-015420-323751-9 was read off.")


def test_every_plate_of_a_list_is_found():
    """A list behind one word is one sentence to a reader."""
    found = find_all("kentekens 12-AB-34, 56-CD-78 en XX-123-Y", country="NL")
    assert [one.value for one in found] == ["NL:12AB34", "NL:56CD78", "NL:XX123Y"]


def test_neighbouring_accounts_are_both_found():
    """The end of one account must not swallow the beginning of the next."""
    found = find_all("NL91 ABNA 0417 1643 00\tNL20INGB0001234567", country="NL")
    assert [one.value for one in found] == ["NL91ABNA0417164300", "NL20INGB0001234567"]


def test_a_lost_filling_is_mended_only_when_the_digits_agree():
    """A guess that checks out is a reading; one that does not is a guess."""
    zone = "P<UTOEXAMPLE<<INVENTED\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    assert kinds(zone) == {"mrz"}
    assert "mrz" not in kinds(zone.replace("C36", "C37"))


def test_money_of_several_countries_is_not_guessed():
    """A dinar of Libya is not one of Serbia."""
    (one,) = find_all("1500 dirhams", country="NL")
    assert (one.value, one.candidates) == (None, ("MAD 1500.00", "AED 1500.00"))


def test_what_was_folded_is_shown_as_it_was_written():
    """The officer sees the signs of the sender, at the place where they stand."""
    text = "za\u200bp +\u0663\u0661\u202f6 1234\u200b5678 nu"
    (one,) = find_all(text, country="NL")
    assert (one.value, one.raw) == ("+31612345678", "+\u0663\u0661\u202f6 1234\u200b5678")
    assert text[one.start : one.end] == one.raw


def test_a_short_plus_code_is_left_alone_and_a_long_one_is_finer():
    """Without its first four signs a code means a place near somewhere, and nobody says where."""
    assert "coordinates" not in kinds("38C2+67 Den Haag")
    (one,) = find_all("9F4638C2+67XQ", country="NL")
    assert (one.kind, one.value) == ("coordinates", "52.07062,4.30075")
