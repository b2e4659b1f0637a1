"""Pages that belong to no room, and what happens around every page."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from schakel.accounts.queries import find_user
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.shell import docs, home, vault
from schakel.shell.search import forget_text, index_text, search, search_sources, words_of
from tests.scenarios.office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    """Return a Dutch office."""
    return Office(settings, tmp_path)


def test_search_folds_letters_and_fears_no_syntax(office):
    """Officers type what they have; nobody should learn a query language."""
    office.report("Zeilboot van José bij Ölüdeniz, kenteken 99-ZZX-9")
    user = find_user("jip.voorbeeld")
    for query in ("jose", "JOSÉ zeil", "oludeniz", "99-zzx"):
        assert search(query, user=user), query
    for query in ("", "   ", '" OR 1=1 --', "NEAR(", "zeilboot AND nothing"):
        assert not search(query, user=user), query
    assert words_of("Ölü 'x'") == ["olu", "x"]


def test_numbers_are_found_however_they_are_written(office):
    """A searcher types what stands on the paper."""
    office.report("Call 06-1234 5678 or +31 (0)20 794 1234")
    user = find_user("jip.voorbeeld")
    for query in ("0612345678", "06 12345678", "06-12 34 56 78", "061234"):
        assert search(query, user=user), query
    assert words_of("06-1234 5678") == ["0612345678"]
    assert not search("0612345679", user=user)


def test_the_snippet_marks_words_and_runs_nothing(office):
    """What came in from outside is shown, never executed."""
    office.report("<script>alert(1)</script> the boat")
    office.jip.read("/search")
    office.jip.send("/search", {"query": "boat"})
    assert office.jip.page.xpath("//mark")
    assert not office.jip.page.xpath("//main//script")
    office.jip.send("/search", {"query": "nothingatall"})
    office.jip.expect("Nothing that you may see has these words.")


def test_what_is_forgotten_is_not_found(office):
    """Erasure reaches the index."""
    from uuid import uuid4

    one = uuid4()
    index_text(kind="report", object_id=one, title="t", body="whale")
    forget_text(kind="report", object_id=one)
    assert search("whale", user=None) == ()
    assert "report" in search_sources


def test_the_documents_are_in_the_product(office):
    """Closed networks have no internet."""
    office.jip.read("/docs/index")
    office.jip.expect("Schakel is the workbench")
    for path in ("/docs/nothing", "/docs/reference/../../pyproject"):
        office.jip.read(path)
        assert office.jip.status == 404


def test_every_page_of_the_documents_can_be_read():
    """A broken page is found here, not by a reader."""
    names = [name for folder in docs.list_folders("index") for name, _ in folder.pages]
    assert len(names) > 10
    for name in names:
        assert docs.read_page(name).html
    with pytest.raises(NotFoundError):
        docs.read_page("../README")


def test_light_dark_and_language_are_kept_without_script(office):
    """Two forms and a cookie."""
    office.jip.read("/")
    bare = office.jip._http
    bare.post("/scheme", data={"scheme": "dark", "next": "https://elsewhere.example/"})
    token = office.jip.page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    data = {"csrfmiddlewaretoken": token, "scheme": "dark"}
    answer = bare.post("/scheme", data={**data, "next": "https://elsewhere.example/"})
    assert answer.url.path == "/"
    office.jip.read("/")
    assert office.jip.page.get("data-scheme") == "dark"
    bare.post("/scheme", data={**data, "scheme": "pink", "next": "/"})
    office.jip.read("/")
    assert office.jip.page.get("data-scheme") == "auto"
    data = {"csrfmiddlewaretoken": token, "language": "nl", "next": "/"}
    bare.post("/i18n/setlang/", data=data)
    office.jip.read("/")
    office.jip.expect("Werkvoorraad", "Uitloggen", "Oefenomgeving")


def test_pages_are_kept_nowhere_and_load_nothing_from_outside(office):
    """A shared computer must not remember a case."""
    answer = office.jip._http.get("/")
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_form_without_its_token_is_explained(office, settings):
    """Not a bare 403."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/i18n/setlang/", {"language": "nl"})
    assert answer.status_code == 403
    assert b"no longer valid" in answer.content


def test_every_address_exists_and_errors_have_pages(office):
    """A name in a template that leads nowhere is a dead end."""
    assert reverse("site:work-queue") == "/"
    assert get_resolver().url_patterns
    office.jip.read("/nothing-here")
    assert office.jip.status == 404
    office.jip.expect("Not found")
    assert ConflictError.status == 409


def test_the_vault_keeps_bytes_and_refuses_names(settings, tmp_path):
    """An original is what came in, or it is nothing."""
    settings.SCHAKEL_HOME = tmp_path
    digest, size = vault.put([b"one", b"two"])
    assert size == 6
    with vault.open_original(digest) as kept:
        assert kept.read() == b"onetwo"
    assert vault.put([b"onetwo"]) == (digest, 6)
    with pytest.raises(ValueError, match="64"):
        vault.path_of("../../etc/passwd")

    def broken():
        yield b"half"
        raise OSError("line lost")

    with pytest.raises(OSError, match="line lost"):
        vault.put(broken())
    assert len(list((tmp_path / "vault").rglob("*"))) == 2


def test_a_home_says_who_the_node_is(tmp_path):
    """And a wrong one says which key is wrong."""
    assert home.read_identity(tmp_path) is home.NOBODY
    good = {"code": "x", "name_en": "X", "name_nl": "X", "country": "NL"}
    good |= {"time_zone": "UTC", "url": "http://127.0.0.1:1"}
    lines = [f'{key} = "{value}"' for key, value in good.items()]
    (tmp_path / "node.toml").write_text("\n".join(lines))
    assert home.read_identity(tmp_path).code == "x"
    (tmp_path / "node.toml").write_text("\n".join([*lines, 'colour = "red"']))
    with pytest.raises(ValueError, match="colour"):
        home.read_identity(tmp_path)
    secret = home.read_or_make_secret(tmp_path, "django.key")
    assert home.read_or_make_secret(tmp_path, "django.key") == secret
    assert (tmp_path / "keys" / "django.key").stat().st_mode & 0o077 == 0
