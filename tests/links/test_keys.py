"""Keys are changed with an overlap, and one that was stolen counts for nothing from then on."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from schakel.accounts.core.roles import Role
from schakel.audit.models import LogEntry
from schakel.exchange.actions import send_waiting, take_envelopes
from schakel.exchange.models import Outgoing
from schakel.kernel.errors import ConflictError, NotFoundError
from schakel.kernel.moments import to_wire
from schakel.links import actions
from schakel.links.models import Statement
from schakel.network.actions import retire_keys, revoke_key, suspend_node
from schakel.network.core.cards import Revocation
from schakel.network.queries import get_known_node
from schakel.wire.actions import keys
from schakel.wire.actions.sealing import kid_of, payload_of
from schakel.wire.core.links import Deed
from tests.exchange.partner import NOON, Partner
from tests.exchange.test_sending import put, signing
from tests.intake.people import a_person, sign_in
from tests.links.test_linking import answering, confirm, refused, state

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def take(*sealed, now=NOON):
    """Hand a batch in; return per envelope the refusal, or that there was none."""
    return [one.get("refused", "") for one in take_envelopes(list(sealed), now=now).results]


def new_keys(partner, *, until=NOON + timedelta(days=60), key=None):
    """Let the partner announce new keys; return the statement, and who it is from then on."""
    changed = Partner()
    changed.seq, changed.prev = partner.seq, partner.prev
    said = {
        "signing": changed.card.signing_key["x"],
        "encryption": changed.card.encryption_key["x"],
        "until": to_wire(until),
    }
    return partner.states(Deed.KEYS, key=key, **said), changed


def revocation(partner, *, at=NOON, key=None):
    """Return what the partner signs when its key was stolen."""
    kid = partner.card.signing_key["kid"]
    said = {"kid": kid, "last": partner.seq, "digest": partner.prev}
    return partner.states(Deed.REVOKE, at=at, key=key, **said)


def test_a_partner_changes_its_keys_and_nothing_stands_still(partner, handled):
    """What is on its way under the old key is taken; the new one counts at once."""
    on_its_way = partner.send(body={"n": 1})
    statement, changed = new_keys(partner)
    for _ in range(2):  # the answer may be lost
        actions.hear(statement, now=NOON)
    changed.seq, changed.prev = partner.seq, partner.prev

    assert take(on_its_way, changed.send(body={"n": 2})) == ["", ""]
    assert [message.body["n"] for message in handled] == [1, 2]
    assert state() == "linked"
    assert get_known_node("it").encryption_key == changed.card.encryption_key


def test_the_old_key_is_forgotten_when_its_time_is_over(partner, handled):
    """Otherwise every key there ever was would open the door for ever."""
    statement, _ = new_keys(partner, until=NOON + HOUR)
    actions.hear(statement, now=NOON)
    assert retire_keys(NOON) == 0
    assert retire_keys(NOON + HOUR) == 1
    assert take(partner.send()) == ["exchange.unknown-sender"]


def test_keys_are_said_again_to_who_lost_them_in_a_restore(partner):
    """He understands nothing that is signed with the new key, and would for ever."""
    before = keys.signing_key().thumbprint()
    actions.begin_rotation(by=None, now=NOON)
    Statement.objects.update(heard_at=NOON)
    for knows in (keys.find_next_keys()[0].thumbprint(), "another"):
        actions.hear(partner.states(Deed.HELLO, knows=knows), now=NOON)
        assert not Statement.objects.filter(deed=Deed.KEYS, heard_at__isnull=True).exists()

    actions.hear(partner.states(Deed.HELLO, knows=before), now=NOON)
    assert Statement.objects.get(deed=Deed.KEYS, heard_at__isnull=True).node == "it"


def test_a_restored_node_greets_at_once(partner):
    """So that its partners see which of their keys it knows."""
    Statement.objects.create(
        node="it", deed=Deed.HELLO, digest="d", made_at=NOON, next_try_at=NOON, heard_at=NOON
    )
    assert actions.greet_again() == 1


def test_only_the_current_key_announces_new_ones(partner):
    """Whoever finds an old key in a cupboard must not become the partner."""
    statement, changed = new_keys(partner)
    actions.hear(statement, now=NOON)
    again, _ = new_keys(partner)
    assert refused(again) == "exchange.other-keys"
    back = changed.states(
        Deed.KEYS,
        signing=partner.card.signing_key["x"],
        encryption=partner.card.encryption_key["x"],
        until=to_wire(NOON + HOUR),
    )
    assert refused(back) == "exchange.other-keys"


def test_what_was_signed_after_a_revocation_is_refused(partner, handled):
    """What came before it stands, whenever it arrives; a thief can write any moment, no number."""
    first, second = partner.send(body={"n": 1}), partner.send(body={"n": 2})
    last_seq, last_digest = partner.seq, partner.prev
    for _ in range(2):
        actions.hear(revocation(partner), now=NOON)
    assert state() == "proposed"

    fresh = Partner()
    actions.propose(card=fresh.card, by=None, now=NOON)
    confirm()
    actions.hear(fresh.confirms(), now=NOON)
    backdated = partner.send(body={"n": 3}, created=NOON - HOUR)
    partner.seq -= 1
    afterwards = partner.send(body={"n": 3}, created=NOON + HOUR)
    partner.seq, partner.prev = last_seq - 1, last_digest
    another_last = partner.send(body={"n": "false"})
    assert (
        take(backdated, afterwards, another_last, now=NOON + HOUR) == ["exchange.key-revoked"] * 3
    )
    assert take(first, second, now=NOON + HOUR) == ["", ""]
    fresh.seq, fresh.prev = last_seq, last_digest
    assert take(fresh.send(body={"n": 3}), now=NOON + HOUR) == [""]
    assert [message.body["n"] for message in handled] == [1, 2, 3]


def test_a_revoked_key_signs_nothing_else(partner):
    """No receipt, no question, no statement; only revoking again is heard."""
    actions.hear(revocation(partner), now=NOON)
    assert refused(partner.confirms()) == "exchange.key-revoked"
    assert refused(partner.states(Deed.HELLO)) == "exchange.key-revoked"
    actions.hear(revocation(partner, at=NOON - HOUR), now=NOON)
    [key] = get_known_node("it").older_keys
    assert key["revoked"]["at"] == to_wire(NOON - HOUR)
    actions.hear(revocation(partner, at=NOON), now=NOON)
    [key] = get_known_node("it").older_keys
    assert key["revoked"]["at"] == to_wire(NOON - HOUR)


def test_a_revoked_key_is_not_taken_in_again(partner):
    """The thief might hand over the old card."""
    actions.hear(revocation(partner), now=NOON)
    with pytest.raises(ConflictError):
        actions.propose(card=partner.card, by=None, now=NOON)


def test_an_older_key_can_be_revoked_after_it_was_replaced(partner, handled):
    """It is accepted for weeks; when it turns up elsewhere, the link itself stays."""
    statement, changed = new_keys(partner)
    actions.hear(statement, now=NOON)
    old = partner.card.signing_key["kid"]
    actions.hear(changed.states(Deed.REVOKE, kid=old, last=0, digest=""), now=NOON)
    assert state() == "linked"
    assert take(partner.send()) == ["exchange.key-revoked"]
    assert retire_keys(NOON + timedelta(days=900)) == 0
    unknown = changed.states(Deed.REVOKE, kid="nobody", last=0, digest="")
    assert refused(unknown) == "exchange.other-keys"


def test_a_revocation_is_heard_while_the_link_is_suspended(partner):
    """Suspended is exactly when somebody suspects something."""
    suspend_node(code="it", by=None, now=NOON)
    actions.hear(revocation(partner), now=NOON)
    assert state() == "suspended"
    assert not get_known_node("it").signing_key


def test_the_administrator_revokes_by_phone(partner, handled):
    """The thief has the key and the line; the telephone he has not."""
    sealed = partner.send()
    actions.revoke_theirs(code="it", since=NOON + HOUR, by=None, now=NOON)
    assert state() == "proposed"
    assert take(sealed) == ["exchange.unknown-sender"]
    fresh = Partner()
    actions.propose(card=fresh.card, by=None, now=NOON)
    confirm()
    actions.hear(fresh.confirms(), now=NOON)
    assert take(sealed) == ["exchange.key-revoked"]
    actions.hear(revocation(fresh), now=NOON)
    with pytest.raises(ConflictError):
        actions.revoke_theirs(code="it", since=NOON, by=None, now=NOON)
    with pytest.raises(NotFoundError):
        revoke_key(
            code="xz",
            kid="x",
            revoked=Revocation(at=NOON, last=0, digest=""),
            by=None,
            now=NOON,
        )


def test_own_keys_change_once_every_partner_heard(partner, line):
    """Until then everything is signed with the key that they know."""
    old = keys.signing_key().thumbprint()
    actions.begin_rotation(by=None, now=NOON)
    with pytest.raises(ConflictError):
        actions.begin_rotation(by=None, now=NOON)
    assert actions.finish_rotation(NOON) == 0
    envelope_id = put()

    line.answer = answering(partner)
    actions.tell(NOON)
    said = [payload_of(json.loads(r.content)["statement"]) for r in line.requests]
    [announced] = [one for one in said if one["deed"] == "keys"]
    following = keys.find_next_keys()
    assert announced["signing"] == keys.public_part(following[0])["x"]
    assert announced["encryption"] == keys.public_part(following[1])["x"]

    sealed_to_next = keys.public_part(following[1])["kid"]
    assert keys.find_encryption_key(sealed_to_next) is not None
    assert actions.finish_rotation(NOON) == 1
    assert keys.signing_key().thumbprint() == following[0].thumbprint() != old
    assert actions.finish_rotation(NOON) == 0
    assert kid_of(partner.open_token(Outgoing.objects.get(id=envelope_id).sealed)) == old
    assert kid_of(partner.open_token(Outgoing.objects.get(id=put()).sealed)) != old
    assert set(LogEntry.objects.values_list("event", flat=True)) >= {"key:announce", "key:rotate"}


def test_a_partner_that_is_away_for_weeks_does_not_hold_up_new_keys(partner, line):
    """It hears of them first when it is back, signed with the key that it knows."""
    actions.begin_rotation(by=None, now=NOON)
    announced = Statement.objects.get(deed="keys").token
    assert actions.finish_rotation(NOON + timedelta(days=13)) == 0
    assert actions.finish_rotation(NOON + timedelta(days=15)) == 1
    assert kid_of(announced) != keys.signing_key().thumbprint()
    line.answer = answering(partner)
    assert actions.tell(NOON + timedelta(days=16)) == 2


def test_keys_do_not_change_under_a_partner_that_is_about_to_confirm_them(line):
    """He has the old words on his desk."""
    actions.propose(card=Partner().card, by=None, now=NOON)
    confirm()
    with pytest.raises(ConflictError):
        actions.begin_rotation(by=None, now=NOON)


def test_a_partner_linked_while_keys_change_hears_of_them_too(line):
    """Its administrator compared the keys that are about to go."""
    actions.begin_rotation(by=None, now=NOON)
    late = Partner().link()
    line.answer = answering(late)
    assert actions.finish_rotation(NOON) == 0
    assert list(Statement.objects.values_list("node", "deed")) == [("it", "keys")]


def test_receipts_given_again_are_signed_with_the_key_of_today(partner, handled, line):
    """The partner may have forgotten the older key by then."""
    sealed = partner.send()
    before = take_envelopes([sealed], now=NOON).results[0]["receipts"]
    actions.begin_rotation(by=None, now=NOON)
    line.answer = answering(partner)
    actions.tell(NOON)
    actions.finish_rotation(NOON)
    after = take_envelopes([sealed], now=NOON).results[0]["receipts"]
    assert [payload_of(one) for one in after] == [payload_of(one) for one in before]
    assert {kid_of(one) for one in after} == {keys.signing_key().thumbprint()}


def test_the_own_key_is_revoked_and_every_partner_told(partner, line, handled):
    """New keys at once; the word about the old one is signed with the old one."""
    line.answer = signing(partner)
    put()
    send_waiting(NOON)
    old, digest = keys.signing_key().thumbprint(), Outgoing.objects.get().digest
    assert actions.revoke_own(by=None, now=NOON) == 1
    assert keys.signing_key().thumbprint() != old
    assert state() == "confirmed"

    [row] = Statement.objects.filter(deed="revoke")
    said = payload_of(row.token)
    assert kid_of(row.token) == old
    assert (said["kid"], said["last"], said["digest"]) == (old, 1, digest)
    line.answer = answering(partner)
    assert actions.tell(NOON) == 1
    actions.hear(partner.confirms(), now=NOON)
    assert state() == "linked"


def test_a_power_cut_in_the_middle_of_a_revocation_is_made_good(partner, monkeypatch, line):
    """The word was kept, the key was not yet changed: the chore does the rest."""
    from schakel.links.actions import rekeying

    old = keys.signing_key().thumbprint()
    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "use_next_keys", lambda: None)
        actions.revoke_own(by=None, now=NOON)
    assert keys.signing_key().thumbprint() == old
    assert actions.finish_rotation(NOON) == 1
    assert keys.signing_key().thumbprint() != old


def test_a_power_cut_between_two_renamings_is_made_good(home):
    """Never a signing key of today with an encryption key that nobody was told of."""
    keys.make_next_keys()
    signing, encryption = (key.thumbprint() for key in keys.find_next_keys())
    (home / "keys" / keys.NEXT_ENCRYPTION).replace(home / "keys" / keys.ENCRYPTION)
    assert keys.find_next_keys() is None
    keys.complete_change()
    keys.complete_change()
    assert keys.signing_key().thumbprint() == signing
    assert keys.encryption_key().thumbprint() == encryption


def test_keys_for_decryption_are_dropped_after_the_overlap(home):
    """What nobody can open any more, nobody can be made to open."""
    old = keys.encryption_key().thumbprint()
    keys.make_next_keys()
    keys.use_next_keys()
    changed = (home / "keys" / f"encryption-{old}.jwk").stat().st_ctime
    from datetime import UTC, datetime

    moment = datetime.fromtimestamp(changed, UTC)
    assert keys.drop_old_keys(before=moment - HOUR) == 0
    assert keys.find_encryption_key(old) is not None
    assert keys.drop_old_keys(before=moment + HOUR) == 1
    assert keys.find_encryption_key(old) is None


def test_the_page_and_the_command_do_the_same(partner, client, capsys, line):
    """What is done at night by command is seen in the morning on the page."""
    person = a_person("a.demo", unit="office", role=Role.NODE_ADMINISTRATOR)
    page, own = sign_in(client, person), reverse("links:own")
    node, revoke = reverse("links:node", args=["it"]), reverse("links:deed", args=["it", "revoke"])
    page.post(own, {"deed": "rotate"})
    assert "once every partner heard" in page.get(own).content.decode()
    assert page.post(own, {"deed": ""}).status_code == 302
    with pytest.raises(CommandError):
        call_command("node", "rotate")
    call_command("node", "renew")
    assert "1 partners are told" in capsys.readouterr().err
    assert (
        "every partner has to compare anew"
        in page.post(own, {"deed": "revoke"}, follow=True).content.decode()
    )
    assert page.post(revoke, {"since": "yesterday"}).status_code == 400
    call_command("node", "revoke", "it", "--since", "2026-11-24T12:00:00Z")
    shown = page.get(node).content.decode()
    assert "Its key was revoked" in shown
    assert "revoked from" in shown
    assert page.post(revoke, {"since": "2026-11-24T12:00"}).status_code == 409
    with pytest.raises(CommandError):
        call_command("node", "confirm", "it")
    call_command("node", "suspend", "it")
