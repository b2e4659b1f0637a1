"""Nodes, authorities, contacts, hours and carriers."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.accounts.core.roles import Role
from schakel.accounts.queries import User
from schakel.audit.models import LogEntry
from schakel.kernel.errors import NotAllowedError, NotFoundError, UnusableInputError
from schakel.network.actions import link_node, load_directory, suspend_node
from schakel.network.core.cards import NodeCard, read_card
from schakel.network.core.carriers import PRESCRIBED, Carrier, prescribed_carrier
from schakel.network.core.hours import is_open
from schakel.network.models import Authority, Contact, Node
from schakel.network.queries import (
    find_authority,
    get_authority,
    get_node,
    is_stale,
    list_authorities,
    list_contacts,
    list_countries,
    list_linked_nodes,
    list_nodes,
    name_of,
    propose_authorities,
)
from schakel.network.wording import CHANNELS, KINDS, STATUSES
from schakel.site.demo import seed
from schakel.site.demo.cast import NODES
from tests.intake.people import a_person, sign_in

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
CARD = NodeCard(
    code="xz",
    name_en="Zandria",
    name_nl="Zandrië",
    country="XZ",
    time_zone="Etc/GMT-3",
    url="https://xz.example",
    signing_key={"kty": "OKP"},
    encryption_key={"kty": "OKP"},
    protocol="1",
)
NINE, FIVE = time(9), time(17)


def an_authority(**changes):
    """Return a line of the directory."""
    line = {
        "country": "XZ",
        "kind": "central",
        "name_en": "Border Directorate",
        "name_nl": "Grensdirectie",
        "time_zone": "Etc/GMT-3",
        "opens_at": NINE,
        "closes_at": FIVE,
        "channels": ["phone", "diplomatic"],
        "languages": "en",
        "source": "invented",
        "as_of_date": date(2026, 11, 24),
        "status": "assumption",
    }
    return {**line, **changes}


DESK = {
    "function": "Duty officer",
    "channel": "phone",
    "person": "Ilo Zand",
    "reach": "+44 7700 900999",
    "languages": "en, fr",
    "opens_at": NINE,
    "closes_at": NINE,
}


@pytest.fixture
def admin(db):
    """Return the administrator of the node."""
    return a_person("kees", unit="office", role=Role.NODE_ADMINISTRATOR)


@pytest.mark.django_db
def test_a_linked_node_shows_its_card():
    """What the partner handed over comes back as it was."""
    link_node(card=CARD, by=None, now=NOON)
    assert get_node("xz") == CARD
    assert list_linked_nodes() == [CARD]
    assert LogEntry.objects.get(event="node:link").actor == "node"


@pytest.mark.django_db
def test_linking_again_brings_the_card_up_to_date_and_ends_a_suspension(admin):
    """A new key replaces the old one; the date of the first link stays."""
    link_node(card=CARD, by=admin, now=NOON)
    suspend_node(code="xz", by=admin, now=NOON)
    assert [node.state for node in list_nodes()] == ["suspended"]
    newer = read_card({**CARD.to_json(), "url": "https://new.example"})
    link_node(card=newer, by=admin, now=NOON + timedelta(days=1))
    assert get_node("xz").url == "https://new.example"
    assert (str(Node.objects.get()), Node.objects.get().linked_at) == ("xz", NOON)
    events = LogEntry.objects.filter(event__startswith="node:").values_list("event", flat=True)
    assert sorted(events) == ["node:link", "node:link", "node:suspend"]


@pytest.mark.django_db
def test_a_suspended_node_is_as_if_it_were_not_there(admin):
    """Nothing goes to it and nothing comes from it."""
    link_node(card=CARD, by=None, now=NOON)
    suspend_node(code="xz", by=None, now=NOON)
    assert list_linked_nodes() == []
    for code in ("xz", "nowhere"):
        with pytest.raises(NotFoundError, match="no such node"):
            get_node(code)
    with pytest.raises(NotFoundError):
        suspend_node(code="nowhere", by=admin, now=NOON)


@pytest.mark.django_db
def test_only_the_administrator_links_and_suspends():
    """A link is a door."""
    jip = a_person()
    with pytest.raises(NotAllowedError):
        link_node(card=CARD, by=jip, now=NOON)
    with pytest.raises(NotAllowedError):
        suspend_node(code="xz", by=jip, now=NOON)
    assert not Node.objects.exists()


@pytest.mark.parametrize(
    "given_card",
    [
        None,
        [],
        {},
        {**CARD.to_json(), "signing_key": "secret"},
        {**CARD.to_json(), "encryption_key": None},
        {**CARD.to_json(), "country": 7},
        {key: value for key, value in CARD.to_json().items() if key != "url"},
    ],
)
def test_a_card_of_another_form_is_not_read(given_card):
    """It comes from outside."""
    with pytest.raises(UnusableInputError):
        read_card(given_card)


def test_a_card_comes_back_from_json_as_it_was():
    """Two nodes exchange it as a file."""
    assert read_card({**CARD.to_json(), "more": 1}) == CARD


@pytest.mark.django_db
def test_the_directory_is_brought_up_to_date_by_loading_it_again():
    """Rotation changes the person and keeps the function."""
    load_directory([an_authority(contacts=[DESK])], now=NOON)
    renewed = {**DESK, "person": "Tamar Zand"}
    load_directory([an_authority(languages="en, fr", contacts=[renewed])], now=NOON)
    (one,) = list_authorities()
    assert (one.languages, str(one)) == ("en, fr", "Border Directorate")
    (contact,) = list_contacts(one, for_user=a_person())
    assert (contact.person, str(contact)) == ("Tamar Zand", "Duty officer (phone)")
    lines = LogEntry.objects.filter(event="directory:load")
    assert [line.facts for line in lines] == [{"rows": 1}, {"rows": 1}]
    assert "Tamar" not in str([line.facts for line in lines])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "friend"},
        {"channels": ["pigeon"]},
        {"status": "sure"},
        {"contacts": [{**DESK, "channel": "pigeon"}]},
    ],
)
def test_an_entry_with_an_unknown_word_changes_nothing(change):
    """A page would have no words for it."""
    with pytest.raises(UnusableInputError):
        load_directory([an_authority(name_en="other"), an_authority(**change)], now=NOON)
    assert not Authority.objects.exists()


@pytest.mark.django_db
def test_personal_reachability_is_for_those_who_read_the_directory():
    """A phone number of a person is personal data too."""
    load_directory([an_authority(contacts=[DESK])], now=NOON)
    with pytest.raises(NotAllowedError):
        list_contacts(Authority.objects.get(), for_user=User(username="nobody", role=""))


@pytest.mark.django_db
def test_authorities_are_found_by_country_kind_id_and_unit():
    """The rooms above ask for them in these ways."""
    link_node(card=CARD, by=None, now=NOON)
    load_directory(
        [
            an_authority(),
            an_authority(country="IT", kind="spoc", name_en="SPOC"),
            an_authority(kind="police", name_en="Police", node_id="xz", unit_code="police"),
        ],
        now=NOON,
    )
    assert [a.name_en for a in list_authorities(country="XZ")] == ["Border Directorate", "Police"]
    assert [a.name_en for a in list_authorities(kind="spoc")] == ["SPOC"]
    assert list_countries() == ["IT", "XZ"]
    police = find_authority(node="xz", unit_code="police")
    assert get_authority(police.id) == police
    assert find_authority(node="xz", unit_code="other") is None
    with pytest.raises(NotFoundError):
        get_authority(uuid4())


@pytest.mark.django_db
def test_the_single_point_of_contact_is_proposed_for_a_police_request():
    """The right authority first, the others marked as such, and the mark of what is known."""
    link_node(card=CARD, by=None, now=NOON)
    load_directory(
        [
            an_authority(),
            an_authority(kind="spoc", name_en="SPOC", node_id="xz", status="verified"),
        ],
        now=NOON,
    )
    first, second = propose_authorities(country="XZ", instrument="dir-2023-977")
    assert (first.authority.name_en, first.channel, first.verified) == ("SPOC", "schakel", "V")
    assert first.reasons == ("receives-this-instrument",)
    assert (second.channel, second.reasons, second.verified) == (
        "liaison",
        ("other-authority",),
        "K",
    )
    assert propose_authorities(country="XZ", instrument="untoc")[0].authority.kind == "central"
    assert propose_authorities(country="FR", instrument="untoc") == ()


@pytest.mark.django_db
def test_a_country_is_named_in_both_languages_and_an_invented_one_by_its_node():
    """Nobody reads codes."""
    assert (name_of("GR", "en"), name_of("GR", "nl")) == ("Greece", "Griekenland")
    assert name_of("XZ", "en") == "XZ"
    link_node(card=CARD, by=None, now=NOON)
    assert (name_of("XZ", "en"), name_of("XZ", "nl")) == ("Zandria", "Zandrië")


@pytest.mark.parametrize(
    ("opens", "closes", "at", "answer"),
    [
        (None, FIVE, NOON, None),
        (NINE, None, NOON, None),
        (NINE, NINE, NOON, True),
        (NINE, NINE, NOON + timedelta(days=4), True),
        (NINE, FIVE, NOON.replace(hour=6), True),
        (NINE, FIVE, NOON.replace(hour=5, minute=59), False),
        (NINE, FIVE, NOON.replace(hour=13, minute=59), True),
        (NINE, FIVE, NOON.replace(hour=14), False),
        (NINE, FIVE, NOON.replace(hour=6) + timedelta(days=4), False),
        (FIVE, NINE, NOON.replace(hour=14), True),
        (FIVE, NINE, NOON.replace(hour=5, minute=59), True),
        (FIVE, NINE, NOON.replace(hour=6), False),
        (FIVE, NINE, NOON.replace(hour=1) + timedelta(days=4), True),
        (FIVE, NINE, NOON.replace(hour=15) + timedelta(days=4), False),
        (FIVE, NINE, NOON.replace(hour=1) + timedelta(days=5), False),
        (FIVE, NINE, NOON.replace(hour=1) + timedelta(days=6), False),
    ],
)
def test_a_desk_is_open_by_its_own_clock(opens, closes, at, answer):
    """Three hours ahead, working days, nights that end on the next morning."""
    assert is_open(opens=opens, closes=closes, time_zone="Etc/GMT-3", at=at) is answer


@given(st.times(), st.times(), st.integers(0, 7 * 24 * 60))
def test_day_and_night_share_the_working_days(opens, closes, minutes):
    """On a working day a desk is open either by day or, hours swapped, by night."""
    at = NOON + timedelta(minutes=minutes)
    both = [
        is_open(opens=one, closes=other, time_zone="UTC", at=at)
        for one, other in ((opens, closes), (closes, opens))
    ]
    if opens == closes:
        assert both == [True, True]
    elif 1 <= at.weekday() <= 4:
        assert sorted(both) == [False, True]


def test_an_entry_goes_stale_after_a_year():
    """Rotation has happened since."""
    entry = Authority(as_of_date=date(2025, 11, 24))
    assert not is_stale(entry, at=NOON)
    assert is_stale(entry, at=NOON + timedelta(days=1))


def test_every_instrument_names_its_carrier_and_where_the_law_says_so():
    """Deviating from it needs a reason."""
    assert prescribed_carrier("dir-2023-977").carrier is Carrier.SIENA
    assert prescribed_carrier("eio").carrier is Carrier.E_CODEX
    assert prescribed_carrier("pigeon-post") is None
    for prescription in PRESCRIBED.values():
        assert prescription.source
        assert prescription.verified in {"V", "P", "K"}


def test_every_code_has_its_words():
    """A code without words would show as a code."""
    assert set(Carrier) <= set(CHANNELS)
    assert {"spoc", "prosecution", "liaison", "immigration", "central"} <= set(KINDS)
    assert set(STATUSES) == set(Authority.Status.values)


@pytest.fixture
def browser(client, db):
    """Return the browser of a liaison officer, on a node with a directory."""
    link_node(card=CARD, by=None, now=NOON)
    load_directory(
        [
            an_authority(contacts=[DESK, {**DESK, "channel": "mail", "person": ""}]),
            an_authority(
                country="IT",
                kind="spoc",
                name_en="Italian desk",
                name_nl="Italiaanse balie",
                time_zone="Europe/Rome",
                opens_at=None,
                closes_at=None,
                as_of_date=date(2024, 1, 1),
                status="verified",
            ),
        ],
        now=NOON,
    )
    return sign_in(client, a_person())


def test_the_directory_shows_channel_hours_time_there_and_source(browser):
    """Whom do I ask, through which channel, and are they there now."""
    page = browser.get("/directory/").content.decode()
    for words in (
        "Border Directorate",
        "Zandria",
        "without a node",
        "Duty officer",
        "Ilo Zand",
        "+44 7700 900999",
        "round the clock",
        "09:00–17:00",
        "UTC+03",
        "hours not known",
        "older than a year",
        "not verified: assumption",
    ):
        assert words in page, words
    assert "MISSING VARIABLE" not in page


def test_the_directory_is_filtered_by_country_and_kind(browser):
    """A long list is no directory; a filter nobody offered shows all."""
    assert "Italian desk" not in browser.get("/directory/?country=XZ").content.decode()
    assert "Border Directorate" not in browser.get("/directory/?kind=spoc").content.decode()
    assert "no such entry" in browser.get("/directory/?country=XZ&kind=spoc").content.decode()
    page = browser.get("/directory/?country=QQ").content.decode()
    assert "Italian desk" in page
    assert "Border Directorate" in page


def test_the_directory_reads_in_dutch(browser):
    """Names of authorities and countries too."""
    page = browser.get("/directory/", headers={"accept-language": "nl"}).content.decode()
    for words in ("Adresboek", "Grensdirectie", "Zandrië", "Italië", "dag en nacht"):
        assert words in page, words


def test_a_stranger_sees_no_directory(client, db):
    """Closed by default."""
    assert client.get("/directory/").status_code == 302


def test_contacts_hold_no_more_than_one_line_for_a_function_and_channel():
    """Two numbers for one desk would leave the officer guessing."""
    assert [c.name for c in Contact._meta.constraints] == ["network_contact_once"]


def test_a_dutch_reader_finds_dutch_words(browser):
    """A source, a language and a month are read by people, not by programs."""
    load_directory([an_authority(source="practice", languages="en, fr; x")], now=NOON)
    page = browser.get("/directory/?country=XZ", headers={"accept-language": "nl"}).content.decode()
    assert "Engels, Frans, x" in page
    assert "verzonnen voor de oefenomgeving, 24 nov 2026" in page


def test_every_desk_of_the_demo_tells_its_hours():
    """Directive (EU) 2023/977, art. 14: a single point of contact answers round the clock."""
    lines = [line for part in NODES for line in seed._authorities(part, NODES[part is NODES[0]])]
    assert {line["kind"] for line in lines} >= {"spoc", "prosecution", "central"}
    for line in lines:
        hours = line["opens_at"], line["closes_at"]
        assert hours == ((time(0), time(0)) if line["kind"] == "spoc" else (NINE, FIVE))
