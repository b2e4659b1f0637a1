"""A person at a browser, without the browser: pages, forms and links over HTTP."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from lxml import html

from schakel.kernel.errors import SchakelError

PATIENCE = 180  # seconds that something may take to arrive on a busy machine


class StepFailedError(SchakelError):
    """Something on a page was not as it must be; the text says what."""

    code = "demo.step_failed"


class Visitor:
    """One signed-in person on one node."""

    def __init__(
        self, *, url: str, link: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.url = url
        self._http = httpx.Client(
            base_url=url,
            follow_redirects=True,
            trust_env=False,
            timeout=PATIENCE,
            transport=transport,
        )
        self.page = self.read(link)
        self.send("")

    def leave(self) -> None:
        """Close the connection; the session stays open at the node."""
        self._http.close()

    def read(self, path: str, *, fragment: bool = False) -> Any:
        """Open a page and return it parsed."""
        headers = {"HX-Request": "true"} if fragment else {}
        answer = self._http.get(path, headers=headers)
        return self._arrive(answer)

    def send(
        self,
        action: str,
        values: Mapping[str, Any] | None = None,
        *,
        files: tuple[Path, ...] = (),
        button: tuple[str, str] | None = None,
    ) -> Any:
        """Fill the form of the page whose address contains `action`, and send it."""
        return self._send(self.form(action), values, files=files, button=button)

    def accept(self, value: str) -> Any:
        """Accept the finding on the page that shows `value`.

        Raises:
            StepFailedError: None does.
        """
        for form in self.page.xpath("//li[starts-with(@id, 'finding-')]//form"):
            if value in form.getparent().text_content():
                return self._send(form, button=("verdict", "accepted"))
        raise StepFailedError(f"no finding shows {value}")

    def _send(
        self,
        form: Any,
        values: Mapping[str, Any] | None = None,
        *,
        files: tuple[Path, ...] = (),
        button: tuple[str, str] | None = None,
    ) -> Any:
        data: dict[str, Any] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        data.update(values or {})
        if button:
            data[button[0]] = button[1]
        uploads = [("uploads", (path.name, path.read_bytes())) for path in files]
        target = form.get("action") or self.address
        return self._arrive(self._http.post(target, data=data, files=uploads or None))

    def repeat(self, path: str, values: Mapping[str, Any] | None = None) -> Any:
        """Send a form once more that the page no longer offers, as a browser sent back would."""
        token = self.page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        return self._arrive(
            self._http.post(path, data={"csrfmiddlewaretoken": token, **(values or {})})
        )

    def form(self, action: str) -> Any:
        """Return the first form of the page whose address contains `action`.

        Raises:
            StepFailedError: There is none.
        """
        inside = self.page.xpath("//main//form") or self.page.xpath("//form")
        fitting = [form for form in inside if action in (form.get("action") or "")]
        exact = [form for form in fitting if (form.get("action") or "").endswith(action)]
        for form in (*exact, *fitting):
            return form
        raise StepFailedError(f"no form for {action or 'this page'} at {self.address}")

    def text(self) -> str:
        """Return the words of the page, white space folded."""
        return re.sub(r"\s+", " ", self.page.text_content())

    def links(self, part: str) -> list[str]:
        """Return the addresses on the page that contain `part`."""
        return [href for href in self.page.xpath("//main//@href") if part in href]

    def expect(self, *words: str) -> None:
        """Return when every one of `words` stands on the page.

        Raises:
            StepFailedError: One does not.
        """
        text = self.text()
        for word in words:
            if word not in text:
                raise StepFailedError(f"'{word}' is not on {self.address}")

    def wait_for(self, path: str, ready: Callable[["Visitor"], bool], what: str) -> None:
        """Open `path` again and again until `ready`, and once more.

        A page is read in several questions to the database; what arrives between them may stand on
        one part of it and not yet on another. The last reading is whole.

        Raises:
            StepFailedError: It did not happen in time.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.read(path)
            if ready(self):
                self.read(path)
                return
            time.sleep(0.3)
        raise StepFailedError(f"{what} did not happen within {PATIENCE} s")

    def objects(self) -> list[dict[str, str]]:
        """Return kind, id and state of everything this person may see."""
        found: list[dict[str, str]] = self._http.get("/objects.json").json()["objects"]
        return found

    def _arrive(self, answer: httpx.Response) -> Any:
        if answer.status_code >= 500:
            raise StepFailedError(f"{answer.request.url.path} answered {answer.status_code}")
        self.status = answer.status_code
        self.address = answer.url.path
        self.page = html.fromstring(answer.text)
        return self.page
