"""Invented pages from the desks of eight languages: what is found on them, and what is not there.

`seen.txt` was open while the recognisers were written; `held_out.txt` was written afterwards.
"""

from collections import Counter, defaultdict

import pytest

from schakel.intake.core.recognise import find_all
from tests.intake.recognise.pages import Page, read_pages

FILES = ("seen.txt", "held_out.txt")
LEAST_FOUND = 0.95  # of those with a checksum or an international prefix
LEAST_FOUND_OF_OTHERS = 0.9
MOST_FALSE = 2.0  # on a page, whatever its kind
SEEDS = range(3)
# Days, sums, places and addresses are not marked one by one: they are false where a page says so.
UNMARKED = {"date", "amount", "place", "email", "url"}


def judge(page: Page) -> tuple[list[str], list[str]]:
    """Return what is missed on a page, and what is found that is not there."""
    found = find_all(page.text, country=page.country)
    right, missed = set(), []
    for wanted in page.wanted:
        here = [
            one
            for one in found
            if one.kind == wanted.kind
            and (one.start < wanted.end and one.end > wanted.start)
            and (not wanted.value or one.value == wanted.value)
        ]
        right.update(here)
        if not here:
            missed.append(page.text[wanted.start : wanted.end])
    false = [
        f"{one.kind} {one.raw}"
        for one in found
        if one not in right
        and (
            one.kind not in UNMARKED
            or any(start < one.end and end > one.start for start, end in page.noise)
        )
    ]
    return missed, false


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("checked", [True, False])
def test_identifiers_on_real_looking_pages_are_found(name, checked):
    """A number that stands between others must be found as surely as one that stands alone."""
    least = LEAST_FOUND if checked else LEAST_FOUND_OF_OTHERS
    wanted, missed = 0, []
    for seed in SEEDS:
        for page in read_pages(name, seed=seed):
            of_kind = tuple(one for one in page.wanted if one.checked is checked)
            part = Page(page.name, page.country, page.text, of_kind, page.noise)
            wanted += len(of_kind)
            missed += [(page.name, raw) for raw in judge(part)[0]]
    assert wanted > 30
    assert len(missed) <= (1 - least) * wanted, missed


@pytest.mark.parametrize("name", FILES)
def test_no_kind_of_page_is_full_of_false_finds(name):
    """An officer who rejects ten stock codes stops reading, and misses the eleventh, a plate."""
    false = defaultdict(Counter)
    for seed in SEEDS:
        for page in read_pages(name, seed=seed):
            false[page.name].update(judge(page)[1])
    assert len(false) >= 25
    noisy = {
        page: found for page, found in false.items() if found.total() > MOST_FALSE * len(SEEDS)
    }
    assert not noisy
    total = sum(found.total() for found in false.values())
    assert total <= MOST_FALSE / 4 * len(SEEDS) * len(false)


TABLE = "ship\tIMO\tMMSI\tkenteken\tland\tref\tdeck\n{}\t{}\t{}\t{}\t{}\t{}\t{}\n"


def test_a_column_is_called_what_its_first_row_says():
    """In a table nobody repeats the word beside each number."""
    row = TABLE.format("A", "9074729", "244660000", "CB 4417 KA", "BG", "AB-123-C", "9074729")
    assert [(one.kind, one.value) for one in find_all(row, country="NL")] == [
        ("imo", "9074729"),
        ("mmsi", "244660000"),
        ("plate", "BG:CB4417KA"),
    ]
    row = TABLE.format("B", "n/a", "9074729", "none", "", "0612345678", "020 555 1234")
    assert [(one.kind, one.value) for one in find_all(row, country="NL")] == []
    row = TABLE.format("C", "123456789", "", "-", "", "", "0201234567")
    assert not find_all(row, country="NL")


def test_a_row_of_values_is_no_row_of_names():
    """Without names the cell before says what a cell is, as in a form."""
    form = "IMEI\t490154203237518\nKenteken\tAB-12-CD\nNaam\tRolf"
    assert [one.kind for one in find_all(form, country="NL")] == ["imei", "plate"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lotte 0612345678", "+31612345678"),
        ("Azad: 0612345678", "+31612345678"),
        ("JIP: 06 12345678", "+31612345678"),
        ("telefoonnr. 0612345678", "+31612345678"),
        ("هاتف 0612345678", "+31612345678"),
        ("+31 6 12345678 2 personen", "+31612345678"),
        ("0031 6 12345678 3", "+31612345678"),
        ("a kr 1.500 fee", "SEK"),
        ("prijs 500 pond", "GBP 500.00"),
        ("1500 TL", "TRY 1500.00"),
        ("EUR1200", "EUR 1200.00"),
        ("Snapchat: boot_27", "snapchat:boot_27"),
        ("Signal: boot.27", "signal:boot.27"),
        ("سناب @rihla.x", "snapchat:rihla.x"),
        ("Tunis, Sofia, and Tripoli", "Sofia, BG"),
        ("blauwe Caddy AB-123-C", "NL:AB123C"),
        ("1 AB-123-C, 2 AB-124-C", "NL:AB123C"),
    ],
)
def test_a_name_beside_it_does_not_hide_it(text, value):
    """The words that exclude are few and whole."""
    values = [one.value or one.candidates[0] for one in find_all(text, country="NL")]
    assert any(found.startswith(value) for found in values)


@pytest.mark.parametrize(
    "text",
    [
        "de boot is 30 ft lang",
        "rate 1 GBP = ",
        "GYD861 and KZT605",
        "open 09.30-12.15",
        "SEQ 0612345678",
        "prot. n. 0612345678",
        "zaak 08/750187-25",
        "IMEI-lijst 2026 met SIM 8944397662266734",
        "Message-ID: <20261102.4417@liaison.example>",
        "foto_12-11-2026_21-04-11.jpg",
        "lijn 11-12-13",
        "3x AB-123-C",
        "AB-123-C DE-456-F GH-789-J KL-123-M NP-456-R",
        "vak    AB-123-C    12",
        "ratio 1.2345, 2.3456, 3.4567",
        "0.12345, 0.67890",
        "+31 6 1",
    ],
)
def test_what_the_words_around_it_call_otherwise_is_left_alone(text):
    """One rule each, so that a rule that is taken out is missed."""
    assert not find_all(text, country="NL")
