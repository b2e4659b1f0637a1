"""Somebody at the browser."""

import json
import re
from pathlib import Path

import axe_playwright_python

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Person:
    """Somebody at the browser, who uses the keyboard."""

    def __init__(self, stage, chromium, node, username, *, scheme="light", width=1280, cookies=()):
        place = next(place for place in stage.places if place.part.code == node)
        self.url = place.url
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        self.page = self.context.new_page()
        self.outside = []
        self.page.on("request", self._watch)
        if cookies:
            self.context.add_cookies(cookies)
        else:
            self.page.goto(self.url + stage.links[node][username])
            self.press("Sign in")

    def _watch(self, request):
        if not request.url.startswith((self.url, "data:")):
            self.outside.append(request.url)

    def go(self, path):
        """Open an address."""
        self.page.goto(self.url + path)

    def press(self, name, *, within="main"):
        """Reach a button by Tab and press Enter."""
        button = self.page.locator(within).get_by_role("button", name=name, exact=True).first
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label, text):
        """Fill a field that is found by its label."""
        self.page.get_by_label(label).first.fill(text)

    def check_access(self):
        """Return when axe finds no violation on this page."""
        self.page.add_script_tag(path=str(AXE))
        run = (
            "async (tags) => await axe.run(document,"
            " {runOnly: tags, rules: {'target-size': {enabled: true}}})"
        )
        result = self.page.evaluate(run, TAGS)
        found = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in result["violations"]]
        assert not found, self.page.url + json.dumps(found, indent=1)

    def check_width(self, width=320):
        """Return when nothing but a table's own region is wider than a small telephone."""
        self.page.set_viewport_size({"width": width, "height": 700})
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        assert wide <= width, f"{self.page.url} is {wide} pixels wide"

    def text(self):
        """Return the words of the page."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())
