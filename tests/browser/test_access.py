"""Every page that people reach, in both languages, in the light and in the dark, checked by axe."""

import pytest

from schakel.site.demo.stage import Stage, claim_ports, places
from schakel.site.demo.walk import Walk
from tests.browser.person import Person

pytestmark = pytest.mark.browser
LOOKS = [("en", "light"), ("nl", "dark")]
DESKS = [
    ("nl", "jip.voorbeeld"),
    ("nl", "sanne.oefening"),
    ("nl", "noor.toets"),
    ("nl", "roos.oordeel"),
    ("nl", "kees.knop"),
    ("it", "gaia.esempio"),
]
AROUND = ".sk-nav a, .sk-menu__panel a, .sk-footer a"


class Played(Walk):
    """The main job up to the evidence; the nodes stay up."""

    STEPS = Walk.STEPS[: Walk.STEPS.index("no_node") + 1]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Serve three nodes on which one thread was played."""
    root = tmp_path_factory.mktemp("played")
    walk = Played(Stage(places(root=root, host="127.0.0.1", first_port=claim_ports())), print)
    try:
        walk.run()
        assert walk.finished, walk.steps[-1]
        yield walk
    finally:
        for visitor in walk.people.values():
            visitor.leave()
        walk.stage.stop()


def sit_down(played, chromium, node, username, *, language, scheme):
    """Return somebody who signed in before, at a browser of this language and these colours."""
    visitor = played.person_at(node, username)
    cookies = [
        {"name": one.name, "value": one.value, "url": visitor.url}
        for one in visitor._http.cookies.jar
        if "language" not in one.name
    ]
    cookies.append({"name": f"schakel_language_{node}", "value": language, "url": visitor.url})
    person = Person(played.stage, chromium, node, username, scheme=scheme, cookies=cookies)
    person.go("/")
    assert person.page.locator("html").get_attribute("lang") == language
    return person


def addresses(person, selector):
    """Return where the links in a part of the page lead, each once."""
    found = person.page.locator(selector).evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return list(dict.fromkeys(path for path in found if path.startswith("/")))


def walk_through(person, paths):
    """Open pages one by one and check each."""
    for path in paths:
        answer = person.page.goto(person.url + path)
        assert answer.status == 200, path
        person.page.wait_for_load_state("networkidle")
        person.check_access()
        person.check_width()


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
@pytest.mark.parametrize(("node", "username"), DESKS)
def test_every_page_of_a_desk_can_be_used(played, chromium, node, username, language, scheme):
    """What the navigation offers somebody, he can read, also blind, at night, on a telephone."""
    person = sit_down(played, chromium, node, username, language=language, scheme=scheme)
    paths = addresses(person, AROUND)
    assert len(paths) > 5
    walk_through(person, paths)
    assert person.outside == []


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_the_thread_from_report_to_gate_can_be_used(played, chromium, language, scheme):
    """The pages where the work is done: a report, its original, its thread, requests, the gate."""
    jip = sit_down(played, chromium, "nl", "jip.voorbeeld", language=language, scheme=scheme)
    paths = [played.report, played.report.replace("/casework/", "/matching/"), played.thread]
    for path in paths[:]:
        jip.go(path)
        jip.page.wait_for_load_state("networkidle")
        paths += addresses(jip, "main a")
    paths = list(dict.fromkeys(path.partition("#")[0] for path in paths))
    kinds = ("/intake/", "/casework/threads/", "/requests/", "/requests/new", "/casework/contacts/")
    for kind in kinds:
        assert any(path.startswith(kind) for path in paths), (kind, paths)
    walk_through(jip, [path for path in paths if "/download" not in path])

    asked = played.person_at("nl", "jip.voorbeeld")
    asked.read("/safeguards/ask")
    asked.send("/safeguards/ask", {"receiver": "XZ", "purpose": "crime"})
    decisions = asked.links("/gate/decisions/")
    assert decisions, asked.page.text_content()
    walk_through(jip, [*decisions, *asked.links("/safeguards/XZ")])

    sanne = sit_down(played, chromium, "nl", "sanne.oefening", language=language, scheme=scheme)
    sanne.go("/requests/")
    walk_through(sanne, addresses(sanne, "main table a"))


@pytest.mark.parametrize(("language", "scheme"), LOOKS)
def test_strangers_and_lost_people_get_pages_too(played, chromium, language, scheme):
    """Sign-in and errors are read by everybody, on the worst day too."""
    jip = sit_down(played, chromium, "nl", "jip.voorbeeld", language=language, scheme=scheme)
    for path in ("/nothing-here", "/people/"):
        assert jip.page.goto(jip.url + path).status in (403, 404)
        jip.check_access()
        jip.check_width()
    jip.context.clear_cookies(name="sessionid")
    for cookie in jip.context.cookies():
        if "session" in cookie["name"]:
            jip.context.clear_cookies(name=cookie["name"])
    walk_through(jip, ["/accounts/login/", "/accounts/inactive/"])


def test_the_keyboard_leads_past_the_frame_and_into_every_menu(played, chromium):
    """The first stop skips the frame; menus open and close without a mouse."""
    jip = sit_down(played, chromium, "nl", "jip.voorbeeld", language="en", scheme="light")
    keys = jip.page.keyboard
    keys.press("Tab")
    assert jip.page.evaluate("document.activeElement.textContent") == "Skip to the content"
    keys.press("Enter")
    assert jip.page.evaluate("document.activeElement.id") == "main"
    keys.press("?")
    assert jip.page.locator("#sk-keys").is_visible()
    keys.press("Escape")
    assert not jip.page.locator("#sk-keys").is_visible()
    for menu in (".sk-header .sk-menu", ".sk-nav__more"):
        jip.page.locator(f"{menu} > summary").focus()
        keys.press("Enter")
        assert jip.page.locator(f"{menu} > .sk-menu__panel").is_visible()
        jip.check_access()
        keys.press("Escape")
        assert not jip.page.locator(f"{menu} > .sk-menu__panel").is_visible()
    keys.press("/")
    assert jip.page.evaluate("document.activeElement.id") == "sk-query"


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_line_of_the_navigation_can_be_seen(played, chromium, width, language):
    """Whoever has many duties finds all of them, also on a telephone: no line beyond the edge."""
    sanne = sit_down(played, chromium, "nl", "sanne.oefening", language=language, scheme="light")
    offered = addresses(sanne, ".sk-nav a")
    sanne.page.set_viewport_size({"width": width, "height": 800})
    sanne.page.locator(".sk-nav__more > summary").click()
    seen = sanne.page.locator(".sk-nav a:visible")
    inside = (
        "a => a.getBoundingClientRect().left >= 0 && a.getBoundingClientRect().right <= innerWidth"
    )
    for link in seen.all():
        assert link.evaluate(inside), link.text_content()
    assert {link.get_attribute("href") for link in seen.all()} == set(offered)
    assert seen.count() == len(offered), "a line is shown twice"
    sanne.check_access()
