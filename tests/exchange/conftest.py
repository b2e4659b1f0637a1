"""What the tests of the room share: a partner, kinds of their own, a home of their own."""

import httpx
import pytest
from django.test import Client

from schakel.exchange.actions import sending
from schakel.kernel.errors import UnusableInputError
from schakel.wire.actions import keys, lines
from schakel.wire.core.kinds import CallKind, Kind, call_kinds, kinds
from tests.exchange.partner import Partner


class Handled(list):
    """The messages that took effect, in order; `fails` makes the handler raise."""

    fails: Exception | None = None

    def handle(self, message):
        """Take a message in, or fail as told."""
        if self.fails is not None:
            raise self.fails
        if message.body.get("unusable"):
            raise UnusableInputError("not of the documented shape")
        self.append(message)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Give every test keys and files of its own."""
    settings.SCHAKEL_HOME = tmp_path
    keys.make_keys(tmp_path)
    return tmp_path


@pytest.fixture
def partner(db):
    """Return a linked partner."""
    return Partner().link()


@pytest.fixture
def handled():
    """Register a kind and a kind of call for this test; return what took effect."""
    found = Handled()
    kinds._entries["test.note"] = Kind(name="test.note", handle=found.handle)
    call_kinds._entries["test.ask"] = CallKind(
        name="test.ask", answer=lambda message: {"echo": message.body.get("text", "")}
    )
    yield found
    del kinds._entries["test.note"], call_kinds._entries["test.ask"]


@pytest.fixture
def line(monkeypatch):
    """Replace the network by a function of the test: `line.answer = lambda request: ...`."""

    class Line:
        requests: list[httpx.Request] = []
        answer = staticmethod(lambda request: httpx.Response(503))

    Line.requests = []

    def respond(request):
        request.read()
        Line.requests.append(request)
        return Line.answer(request)

    monkeypatch.setattr(
        lines, "open_line", lambda: httpx.Client(transport=httpx.MockTransport(respond))
    )
    sending._flights.clear()
    return Line


@pytest.fixture
def door():
    """Return a browser that is nobody, for the addresses of other nodes."""
    return Client()
