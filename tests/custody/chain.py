"""A chain of three: Italy gave, we hold, France may get it; all in one test."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from schakel.assistance.models import Request
from schakel.custody.actions import relay_consents
from schakel.exchange.actions import take_envelopes
from schakel.exchange.models import Outgoing
from schakel.wire.core.envelope import FileRef
from tests.exchange.partner import Partner
from tests.scenarios.office import Office

SECRET = "Xanthippos sails at six"


@dataclass
class Said:
    """What a partner heard."""

    kind: str
    body: dict


class Chain:
    """Our office between `it`, the originator, and `fr`."""

    def __init__(self, settings, tmp_path, office=None):
        self.office = office or Office(settings, tmp_path)
        self.it = self.office.partner
        self.fr = Partner("fr", country="FR").link()

    def answer(self, *, codes=("H1", "H2"), text=SECRET):
        """Let Italy answer a request of ours; return the id of its answer."""
        self.path = self.office.sent(self.office.report())
        return self.answer_again(codes=codes, text=text)

    def answer_again(self, *, codes=("H1", "H2"), text=SECRET):
        """Let Italy send another answer; return its id."""
        answer = str(uuid4())
        request = Request.objects.order_by("made_at").last()
        body = {"request": str(request.id), "answer": answer, "reference": "IT-Q-2026-000009"}
        self.says("it", "request.answer", {**body, "text": text}, codes=codes)
        return answer

    def says(self, node, kind, body, *, codes=()):
        """Let a partner send a message that takes effect."""
        partner, now = getattr(self, node), datetime.now(UTC)
        sealed = partner.send(
            kind=kind,
            body=body,
            codes=tuple(codes),
            to=("nl",),
            created=now - timedelta(seconds=1),
            expires=now + timedelta(days=1),
        )
        return take_envelopes([sealed], now=now)

    def hears(self, node):
        """Return what we sent to a partner, in order, without receipts and what was called back."""
        relay_consents(datetime.now(UTC))
        partner = getattr(self, node)
        rows = Outgoing.objects.filter(link=node).exclude(kind="exchange.receipt").order_by("seq")
        opened = [partner.open(row.sealed) for row in rows if row.sealed]
        return [Said(one.kind, dict(one.body)) for one in opened]

    def consents(self, *, given=True, days=90, text="go"):
        """Let Italy answer the last question that it heard; return its id."""
        asked = self.hears("it")[-1]
        assert asked.kind == "consent.ask"
        until = (datetime.now(UTC) + timedelta(days=days)).isoformat()
        body = {"consent": asked.body["consent"], "given": given, "until": until, "text": text}
        self.says("it", "consent.answer", body)
        return asked.body["consent"]

    def wants(self, deed, answer, **more):
        """Let Italy recall, restrict or correct; return the notice."""
        body = {
            "notice": str(uuid4()),
            "item": answer,
            "originator": "it",
            "reason": "sent-by-mistake",
            "at": datetime.now(UTC).isoformat(),
            "replaced_by": "",
        }
        body |= more
        self.says("it", f"item.{deed}", body)
        return body["notice"]

    def passes_on(self, answer, *, purpose="crime"):
        """Let the desk pass an item on to France; return the page it came to."""
        sanne = self.office.sanne
        sanne.read(f"/custody/items/{answer}")
        sanne.send("/pass-on", {"node": "fr", "purpose": purpose})
        return sanne.address

    def asks(self, answer, **values):
        """Let the officer ask the originator."""
        jip = self.office.jip
        jip.read(f"/custody/items/{answer}")
        form = jip.page.xpath("//form[.//select[@name='purpose']][contains(@action,'/consent')]")[0]
        jip._send(form, {"reason": "A case in Lille", **values})


__all__ = ["SECRET", "Chain", "FileRef", "UUID"]
