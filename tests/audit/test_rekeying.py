"""The key of a log can change: the old one signs for the new one, and nothing after that."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from schakel.audit import keys, queries
from schakel.audit.actions import (
    ask_witnesses,
    change_log_key,
    compare_with,
    show_heads,
    sign_checkpoint,
)
from schakel.audit.keys import is_signed, log_key
from schakel.audit.models import Checkpoint, PartnerLog, Witness
from schakel.audit.queries.tree import path_beside
from schakel.heads.core.acts import (
    ActError,
    Handover,
    from_control,
    is_key_of,
    may_follow,
    newest_key,
    read_handovers,
    to_control,
)
from schakel.heads.core.merkle import leaf_hash, root_of
from schakel.heads.core.note import Head, sign_head
from schakel.heads.core.shown import Shown
from schakel.kernel.errors import UnusableInputError
from tests.audit.log import NOON, write
from tests.audit.test_witnessing import events, italy, later, ways

__all__ = ["italy", "ways"]
pytestmark = pytest.mark.django_db


def handed_over(old, new, *, size, root=b"r" * 32, node="it"):
    """Return a handover that both keys signed."""
    draft = Handover(
        old=old.public_key().public_bytes_raw(),
        new=new.public_key().public_bytes_raw(),
        head=Head(origin=f"schakel.log/{node}", size=size, root=root),
    )
    return replace(draft, by_old=old.sign(draft.text()), by_new=new.sign(draft.text()))


def hand_over(partner, *, size=None):
    """Let a partner change the key of its log; return what it tells of that."""
    old, partner.key = partner.key, Ed25519PrivateKey.generate()
    size = len(partner.leaves) if size is None else size
    root = root_of(partner.leaves[:size])
    return to_control([handed_over(old, partner.key, size=size, root=root)])


def beside(text):
    """Write what lies beside the database."""
    path_beside().parent.mkdir(exist_ok=True)
    path_beside().write_text(text, encoding="utf-8")


def test_the_new_key_signs_and_the_whole_log_verifies():
    """Heads of both keys stand in one log; the change itself is a line of it."""
    write(3)
    old = log_key().public
    made = change_log_key(actor="node", now=later(2))
    assert (made.old, made.new) == (old, log_key().public)
    assert old != log_key().public
    write(3, start=3)
    sign_checkpoint(now=later(4))
    assert queries.verify().ok
    assert events("log:change-key") == [
        {"old": old.hex(), "new": log_key().public.hex(), "size": made.head.size}
    ]
    change_log_key(actor="node", now=later(6))
    assert len(keys.list_handovers()) == 2
    assert queries.verify().ok


def test_the_change_begins_at_a_signed_head_of_all_that_waits():
    """Else lines written before the change would stand under the new key alone."""
    write(3)
    write(4, start=3, sealed=False)
    assert change_log_key(actor="node", now=later(2)).head.size == 7
    assert Checkpoint.objects.filter(size=7).exists()


def test_a_log_without_a_good_head_keeps_its_key():
    """There would be nothing to hand over, or something that nobody can check."""
    with pytest.raises(UnusableInputError):
        change_log_key(actor="node", now=NOON)
    write(3)
    beside("nonsense")
    with pytest.raises(UnusableInputError):
        change_log_key(actor="node", now=NOON)
    assert keys.list_handovers() == ()


def test_what_the_old_key_signs_after_its_end_is_refused(home):
    """Whoever copied it can sign nothing that counts."""
    write(3)
    thief = log_key()
    change_log_key(actor="node", now=later(2))
    write(3, start=3)
    size = queries.verify().entries
    head = Head(origin="schakel.log/nl", size=size, root=bytes.fromhex(queries.verify().head))
    note = sign_head(head, public_key=thief.public, sign=thief.sign)
    beside(note)
    found = queries.verify()
    assert not found.ok
    assert "a key that was replaced before signed it" in found.problem


def test_a_change_that_a_power_cut_interrupted_is_completed(home, monkeypatch):
    """The old key has signed its end: it must not go on."""
    write(3)
    monkeypatch.setattr("schakel.audit.actions.rekeying.replace_key", lambda: None)
    made = change_log_key(actor="node", now=later(2))
    assert log_key().public == made.new
    assert not (home / "keys" / "log-next.jwk").exists()


def test_a_change_that_did_not_come_about_leaves_its_key_for_the_next(home, monkeypatch):
    """A key in a security module is not made for nothing."""
    write(3)
    monkeypatch.setattr("schakel.audit.actions.rekeying.keep_handover", _fail)
    with pytest.raises(OSError, match="full"):
        change_log_key(actor="node", now=later(2))
    left = keys.make_next_key().public
    assert events("log:change-key") == []
    monkeypatch.undo()
    assert change_log_key(actor="node", now=later(3)).new == left


def _fail(_handover):
    raise OSError("full")


def test_a_key_from_before_log_files_can_change_too(home):
    """The first nodes wrote thirty-two bytes."""
    raw = Ed25519PrivateKey.generate()
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "log.ed25519").write_bytes(raw.private_bytes_raw())
    write(2)
    change_log_key(actor="node", now=later(2))
    assert not (home / "keys" / "log.ed25519").exists()
    assert queries.verify().ok


@pytest.mark.parametrize("text", ["nonsense\n", "{}\n", "[1]\n"])
def test_a_list_of_keys_that_was_altered_shows(home, text):
    """Nothing verifies by keys of which nobody knows where they come from."""
    write(3)
    change_log_key(actor="node", now=later(2))
    (home / "keys" / "log-keys.jsonl").write_text(text, encoding="ascii")
    found = queries.verify()
    assert not found.ok


def test_a_log_that_was_put_back_before_the_change_of_its_key_shows(home, owner):
    """The keys know of a head that the database does not have any more."""
    write(3)
    change_log_key(actor="node", now=later(2))
    path_beside().unlink(missing_ok=True)
    from tests.audit.test_witnessing import rewrite

    rewrite(2)
    assert "shorter" in queries.verify().problem


def test_a_witness_goes_along_with_a_key_that_the_old_one_named(italy):
    """And then believes the old one no more, also for the same log."""
    italy.shows()
    thief = italy.key
    told = hand_over(italy)
    italy.leaves += [leaf_hash(b"new")]
    assert italy.shows(5)["verdict"] == "other-key"
    PartnerLog.objects.update(problem="")
    assert italy.shows(5, keys=told)["verdict"] == "cosigned"
    assert bytes(PartnerLog.objects.get().public_key) == italy.public
    assert events("log:hear-key")[0]["new"] == italy.public.hex()
    assert compare_keys(italy, told)
    italy.key = thief
    italy.leaves += [leaf_hash(b"of a thief")]
    assert italy.shows(6, keys=told)["verdict"] == "other-key"
    assert italy.shows(6)["verdict"] == "other-key"


def compare_keys(italy, told):
    """Tell whether the partner's log and ours agree, with what it tells of its keys."""
    from schakel.audit.actions import comparing

    answer = {**italy.heads({"held": 6}, NOON), "keys": told}
    kept = PartnerLog.objects.get()
    ours = comparing._read(answer["ours"], node="it")
    handovers = read_handovers(from_control(told), node="it", verify=is_signed)
    return not comparing._theirs(kept, ours, [], keys=handovers)


def test_a_head_that_the_old_key_signed_up_to_its_end_still_counts(italy):
    """Right after the change no head of the new key is there yet."""
    italy.shows()
    italy.leaves += [leaf_hash(b"new")]
    old = italy.key
    told = hand_over(italy)
    italy.key = old
    assert italy.shows(5, keys=told)["verdict"] == "cosigned"
    italy.leaves += [leaf_hash(b"after its end")]
    assert italy.shows(6, keys=told)["verdict"] == "other-key"


def test_a_key_that_signed_more_than_it_says_leads_nowhere(italy):
    """We hold a head of five lines; at its end it claims to have signed three."""
    italy.shows()
    told = hand_over(italy, size=3)
    assert italy.shows(5, keys=told)["verdict"] == "other-key"


@pytest.mark.parametrize("change", [{4: "00" * 64}, {5: "00" * 64}, {0: "zz"}, {0: 7}])
def test_a_handover_that_a_key_did_not_sign_is_nonsense(italy, change):
    """Both sign: the old one names the new one, the new one shows that it is there."""
    italy.shows()
    told = [change.get(place, word) for place, word in enumerate(hand_over(italy))]
    with pytest.raises(UnusableInputError):
        italy.shows(5, keys=told)


def test_our_witnesses_go_along_with_our_key_and_we_with_theirs(italy, ways):
    """A cosignature is by the key of the log of the witness: that changes as well."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    change_log_key(actor="node", now=later(2))
    write(3, start=3)
    sign_checkpoint(now=later(4))
    told = hand_over(italy)
    italy.change = {"keys": told}
    assert ask_witnesses(later(4), ways=ways) == 1
    assert bytes(Witness.objects.get().public_key) == italy.public
    newest = queries.newest_head()
    assert queries.keys_of_witnesses(newest) == {"it": italy.public.hex()}
    _, body = italy.asked[-1]
    assert body["keys"] == keys.handover_words()
    italy.shows()
    found = compare_with("it", now=later(5), ways=ways)
    assert found.ok, found.problem
    italy.change = {"keys": 7}
    write(3, start=6)
    sign_checkpoint(now=later(6))
    ask_witnesses(later(6), ways=ways)
    assert bytes(Witness.objects.get().public_key) == italy.public


def test_a_partner_that_holds_a_head_of_our_older_key_agrees(italy, ways):
    """It slept while the key changed."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    change_log_key(actor="node", now=later(2))
    assert compare_with("it", now=later(3), ways=ways).ok
    assert show_heads(from_node="it", body={"held": 0})["keys"] == keys.handover_words()


def test_the_commands(capsys):
    """An administrator changes the key; anybody may compare the list."""
    with pytest.raises(CommandError):
        call_command("audit", "change-key")
    write(3)
    call_command("audit", "change-key", "--json")
    assert json.loads(capsys.readouterr().out)["key"] == log_key().public.hex()
    call_command("audit", "change-key")
    call_command("audit", "keys", "--json")
    found = json.loads(capsys.readouterr().out.split("on\n")[1])
    assert found["key"] == log_key().public.hex()
    assert len(found["keys"]) == 2
    call_command("audit", "keys")
    assert capsys.readouterr().out.count("up to entry") == 2


KEYS = [Ed25519PrivateKey.generate() for _ in range(4)]


@given(
    ends=st.lists(st.integers(0, 9), min_size=1, max_size=3),
    known=st.integers(0, 3),
    size=st.integers(0, 9),
    shown=st.integers(0, 3),
    of=st.integers(0, 9),
)
def test_a_key_may_sign_up_to_its_end_and_the_newest_always(ends, known, size, shown, of):
    """The rule, said the other way about."""
    made = [handed_over(KEYS[n], KEYS[n + 1], size=end) for n, end in enumerate(ends)]
    told = read_handovers(from_control(to_control(made)), node="it", verify=is_signed)
    public = [key.public_key().public_bytes_raw() for key in KEYS]
    last = len(ends)
    leads = known < last and size <= ends[known]
    newest = newest_key(told, known=public[known], size=size)
    assert newest == (public[last] if leads else public[known])
    head = Head(origin="schakel.log/it", size=of, root=b"r" * 32)
    may = may_follow(
        told,
        known=public[known],
        size=size,
        head=Shown(head=head, note="", public_key=public[shown]),
    )
    reached = known <= shown <= last if leads else shown == known
    within = shown == (last if leads else known) or (shown < last and of <= ends[shown])
    assert may == (reached and within)
    assert is_key_of(public[last], size=of, newest=public[last], handovers=told)


@pytest.mark.parametrize("given_", [7, ["a"], [7] * 6])
def test_what_are_no_words_of_handovers(given_):
    """Six for each."""
    with pytest.raises(ActError):
        from_control(given_)


@pytest.mark.parametrize("given_", [7, [7], [{}], [{"old": "zz"}], [None] * 1_001])
def test_what_is_no_list_of_handovers(given_):
    """A partner may send anything."""
    with pytest.raises(ActError):
        read_handovers(given_, node="it", verify=is_signed)


def test_a_list_with_a_gap_or_short_values_is_refused():
    """Each key is named by the one before it."""
    one, other = (handed_over(KEYS[n], KEYS[n + 1], size=1) for n in (0, 2))
    with pytest.raises(ActError, match="does not name"):
        read_handovers([one.to_json(), other.to_json()], node="it", verify=is_signed)
    for change in ({"new": "00"}, {"root": "AAAA"}, {"size": -1}):
        with pytest.raises(ActError):
            read_handovers([{**one.to_json(), **change}], node="it", verify=is_signed)
