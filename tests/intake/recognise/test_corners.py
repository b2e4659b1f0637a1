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
