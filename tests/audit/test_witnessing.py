"""Partners as witnesses: honest growth is cosigned, a rewritten history is noticed."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from schakel.audit import queries
from schakel.audit.actions import (
    ask_witnesses,
    compare_with,
    cosign,
    show_heads,
    sign_checkpoint,
)
from schakel.audit.core.partners import COSIGN, HEADS, Line
from schakel.audit.keys import is_signed, log_key
from schakel.audit.models import Checkpoint, Cosignature, LogEntry, PartnerLog, TreeNode, Witness
from schakel.audit.queries.tree import path_beside
from schakel.exchange.actions import content_of
from schakel.handling.actions import clear_control
from schakel.heads.core.cosigning import cosign_head, witness_name
from schakel.heads.core.merkle import consistency_proof, is_consistent, leaf_hash, root_of
from schakel.heads.core.note import Head, read_head, sign_head
from schakel.heads.core.shown import read_proof, read_words, to_words, write_proof
from schakel.kernel.errors import NotFoundError, SchakelError, UnusableInputError
from schakel.kernel.registry import Registry
from tests.audit.log import NOON, write

pytestmark = pytest.mark.django_db


class Italy:
    """A partner with a log of its own, which also witnesses ours."""

    def __init__(self):
        self.key = Ed25519PrivateKey.generate()
        self.leaves = [leaf_hash(b"%d" % number) for number in range(5)]
        self.held = None
        self.change = {}
        self.is_away = False
        self.asked = []

    @property
    def public(self):
        """Its log's key."""
        return self.key.public_key().public_bytes_raw()

    def words(self):
        """Return its newest head as it travels."""
        head = Head(origin="schakel.log/it", size=len(self.leaves), root=root_of(self.leaves))
        note = sign_head(head, public_key=self.public, sign=self.key.sign)
        return to_words(note, public_key=self.public)

    def proof(self, old):
        """Return the proof of its growth."""
        if not 0 < old < len(self.leaves):
            return []
        made = consistency_proof(
            old, len(self.leaves), lambda start, end: root_of(self.leaves[start:end])
        )
        return write_proof(made)

    def shows(self, old=0, **change):
        """Show its head to us, and return our answer."""
        body = {**self.words(), "old": old, "proof": self.proof(old), **change}
        return cosign(from_node="it", body=body, now=NOON)

    def ask(self, *, node, kind, body, now):
        """Answer what we ask."""
        if self.is_away:
            raise SchakelError("away")
        clear_control(
            item_kind="log",
            item_id=uuid4(),
            receiver=node,
            content=content_of(body, ()),
            now=now,
        )
        self.asked.append((kind, body))
        return {**{COSIGN: self.cosign, HEADS: self.heads}[kind](body, now), **self.change}

    def cosign(self, body, now):
        """Cosign our head if it continues what it holds, by its own means."""
        shown = read_words(body, node="nl", verify=is_signed)
        verdict = "cosigned"
        size = self.held["size"] if self.held else 0
        if shown.head.size < size or size not in {0, shown.head.size, body["old"]}:
            verdict = "behind"
        elif self.held and self.is_other(shown.head, body["proof"]):
            verdict = "rewritten"
        if verdict == "cosigned":
            self.held = {name: body[name] for name in ("key", "size", "root", "signature")}
        line = cosign_head(
            shown.head,
            name=witness_name("it"),
            public_key=self.public,
            sign=self.key.sign,
            at=now,
        )
        mark = line.split(" ")[2].strip() if verdict == "cosigned" else ""
        return {
            "verdict": verdict,
            "held": self.held,
            "key": self.public.hex(),
            "cosignature": mark,
        }

    def is_other(self, head, proof):
        """Tell whether our head is not what it holds, or does not continue it."""
        held = read_words(self.held, node="nl", verify=is_signed).head
        if head.size == held.size:
            return head.root != held.root
        return not is_consistent(
            old=held.size,
            old_root=held.root,
            new=head.size,
            new_root=head.root,
            path=read_proof(proof),
        )

    def heads(self, body, now):
        """Tell what it holds of ours, and its own head."""
        return {"yours": self.held, "ours": self.words(), "proof": self.proof(body["held"])}


@pytest.fixture
def italy():
    """Return the partner."""
    return Italy()


@pytest.fixture
def ways(italy):
    """Return the line to the partner."""
    made = Registry("line to partners")
    made.register("test", Line(list_nodes=lambda: ["it"], ask=italy.ask))
    return made


def later(minutes):
    """Return a moment."""
    return NOON + timedelta(minutes=minutes)


def events(event):
    """Return the facts of the lines of an event."""
    return [line.facts for line in queries.list_entries(event=event)]


def test_a_partner_that_shows_an_honest_log_gets_a_cosignature(italy):
    """What a partner saw once, a node cannot take back."""
    first = italy.shows()
    italy.leaves += [leaf_hash(b"new")]
    second = italy.shows(5)
    assert (first["verdict"], second["verdict"]) == ("cosigned", "cosigned")
    assert second["cosignature"]
    assert second["key"] == log_key().public.hex()
    assert second["held"] == italy.words()
    assert events("log:witness") == [{"key": italy.public.hex(), "size": 5}]
    assert [str(row) for row in queries.list_partner_logs()] == ["it 6"]


def test_a_partner_whose_proof_begins_elsewhere_is_told_where_we_are(italy):
    """It lost count, for example after a restore; nothing is wrong yet."""
    italy.shows()
    italy.leaves += [leaf_hash(b"new")]
    answer = italy.shows(3)
    assert answer["verdict"] == "behind"
    assert answer["held"]["size"] == 5
    assert not answer["cosignature"]
    assert PartnerLog.objects.get().problem == ""


def test_a_partner_that_rewrote_its_log_is_noticed_and_both_heads_are_kept(italy):
    """Two heads signed by one key are the proof."""
    italy.shows()
    before = PartnerLog.objects.get().note
    italy.leaves = [leaf_hash(b"other%d" % number) for number in range(9)]
    for _ in range(2):
        answer = italy.shows(5)
        assert answer["verdict"] == "rewritten"
        assert not answer["cosignature"]
    kept = PartnerLog.objects.get()
    assert (kept.size, kept.problem) == (5, "rewritten")
    assert kept.evidence.startswith(before)
    assert "\n9\n" in kept.evidence
    assert events("log:disagree") == [{"verdict": "rewritten", "held": 5, "shown": 9}]


def test_another_key_is_another_log(italy):
    """A node cannot begin anew under the same name."""
    italy.shows()
    italy.key = Ed25519PrivateKey.generate()
    assert italy.shows(5)["verdict"] == "other-key"
    assert PartnerLog.objects.get().problem == "other-key"


@pytest.mark.parametrize(
    "change",
    [
        {"root": "AAAA"},
        {"size": 6},
        {"proof": None},
        {"proof": "x"},
        {"key": "00" * 32},
    ],
)
def test_a_head_that_nobody_signed_is_no_head(italy, change):
    """A partner may send anything."""
    with pytest.raises(UnusableInputError):
        italy.shows(**change)
    with pytest.raises(UnusableInputError):
        cosign(from_node="it", body={**italy.words(), "old": None, "proof": []}, now=NOON)
    assert not PartnerLog.objects.exists()


def test_partners_cosign_our_heads_as_they_grow(italy, ways):
    """One question a head and witness, and none when nothing is new."""
    assert ask_witnesses(NOON, ways=ways) == 0
    write(3)
    assert ask_witnesses(NOON, ways=ways) == 1
    assert ask_witnesses(NOON, ways=ways) == 0
    write(4, start=3)
    sign_checkpoint(now=later(2))
    assert ask_witnesses(later(2), ways=ways) == 1
    assert list(Cosignature.objects.order_by("size").values_list("size", flat=True)) == [3, 7]
    assert [body["old"] for _, body in italy.asked] == [0, 3]
    note = queries.with_witnesses(Checkpoint.objects.get(size=7))
    key = log_key()
    assert read_head(note, public_key=key.public, verify=key.verify).size == 7
    assert "schakel.witness/it" in note
    assert [str(row) for row in Cosignature.objects.order_by("size")] == ["3 it", "7 it"]
    assert [str(row) for row in queries.list_witnesses()] == ["it 7"]
    assert queries.own_origin() == "schakel.log/nl"
    newest = Checkpoint.objects.get(size=7)
    assert queries.keys_of_witnesses(newest) == {"it": italy.public.hex()}


def test_a_partner_that_is_away_is_asked_again(italy, ways):
    """A witness that sleeps must not stop the node."""
    write(3)
    italy.is_away = True
    assert ask_witnesses(NOON, ways=ways) == 0
    italy.is_away = False
    assert ask_witnesses(NOON, ways=ways) == 1


def test_a_partner_that_lost_count_gets_the_proof_from_where_it_is(italy, ways):
    """Its older backup was put back; honest growth from there is cosigned."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    old = italy.held
    write(4, start=3)
    sign_checkpoint(now=later(2))
    ask_witnesses(later(2), ways=ways)
    italy.held = old
    write(2, start=7)
    sign_checkpoint(now=later(4))
    assert ask_witnesses(later(4), ways=ways) == 1
    assert Witness.objects.get().problem == ""


def rewrite(count):
    """Write the history of this node anew, with every power of its owner."""
    for table in (LogEntry, TreeNode, Checkpoint):
        table.objects.all().delete()
    path_beside().unlink(missing_ok=True)
    write(count, start=100)
    sign_checkpoint(now=later(60))


def test_a_node_that_rewrites_its_history_is_told_by_its_witness(italy, ways, owner):
    """The check at home passes; only the partner's memory shows it."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    rewrite(6)
    assert queries.verify().ok
    for _ in range(2):
        assert ask_witnesses(later(61), ways=ways) == 0
    assert Witness.objects.get().problem == "rewritten"
    assert [facts["verdict"] for facts in events("log:contest")] == ["rewritten"]
    found = compare_with("it", now=later(62), ways=ways)
    assert not found.ok
    assert "rewritten" in found.problem
    assert found.root_here != found.root_there


def test_a_database_put_back_in_time_is_told_by_the_witness(italy, ways, owner):
    """Also when the head beside it was put back with it."""
    write(6)
    ask_witnesses(NOON, ways=ways)
    rewrite(2)
    assert ask_witnesses(later(61), ways=ways) == 0
    assert Witness.objects.get().problem == "shorter"
    assert "put back in time" in compare_with("it", now=later(62), ways=ways).problem


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "no"},
        {"cosignature": ""},
        {"cosignature": "AAAA"},
        {"key": "zz"},
        {"key": "00" * 32},
        {"verdict": "rewritten", "held": None},
        {"verdict": "behind", "held": {"size": 99}},
    ],
)
def test_a_witness_that_lies_is_told_from_one_that_accuses(italy, ways, change):
    """Its accusation counts only with our own signature under the head it holds."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    write(3, start=3)
    sign_checkpoint(now=later(2))
    italy.change = change
    assert ask_witnesses(later(2), ways=ways) == 0
    assert Witness.objects.get().problem == "bad-answer"
    italy.change = {}
    assert ask_witnesses(later(3), ways=ways) == 1
    assert Witness.objects.get().problem == ""


def test_a_witness_that_knew_us_under_another_key_says_so(italy, ways):
    """Our key was replaced: whoever did it must explain."""
    write(3)
    italy.change = {"verdict": "other-key"}
    assert ask_witnesses(NOON, ways=ways) == 0
    assert Witness.objects.get().problem == "other-key"


def test_two_honest_nodes_agree(italy, ways):
    """What each holds of the other is the beginning of what the other has."""
    write(3)
    assert "holds no head of our log" in compare_with("it", now=NOON, ways=ways).problem
    ask_witnesses(NOON, ways=ways)
    assert "we hold no head" in compare_with("it", now=NOON, ways=ways).problem
    italy.shows()
    italy.leaves += [leaf_hash(b"new")]
    write(2, start=3)
    found = compare_with("it", now=NOON, ways=ways)
    assert (found.ok, found.our_size, found.their_size, found.their_newest) == (True, 3, 5, 6)
    assert found.root_here == found.root_there


def test_a_partner_that_rewrote_its_log_is_found_by_comparing(italy, ways):
    """Even before it shows its new head to be cosigned."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    honest = italy.leaves
    for leaves, words in (
        ([leaf_hash(b"x")] * 9, "does not continue"),
        (honest[:4], "shorter"),
    ):
        italy.leaves = leaves
        assert words in compare_with("it", now=NOON, ways=ways).problem
    italy.leaves, italy.key = honest, Ed25519PrivateKey.generate()
    assert "another key" in compare_with("it", now=NOON, ways=ways).problem
    italy.shows(5)
    assert "under suspicion" in compare_with("it", now=NOON, ways=ways).problem


def test_a_head_of_ours_under_another_key_is_no_agreement(italy, ways):
    """Somebody signed for us, or our key was replaced."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    other = Ed25519PrivateKey.generate()
    public = other.public_key().public_bytes_raw()
    head = Head(origin="schakel.log/nl", size=3, root=b"r" * 32)
    note = sign_head(head, public_key=public, sign=other.sign)
    italy.held = to_words(note, public_key=public)
    assert "another key signed" in compare_with("it", now=NOON, ways=ways).problem


def test_nobody_and_nonsense_are_no_partner(italy, ways):
    """A typing error, and a partner that answers anything."""
    with pytest.raises(NotFoundError):
        compare_with("zz", now=NOON, ways=ways)
    italy.change = {"ours": 7}
    with pytest.raises(UnusableInputError):
        compare_with("it", now=NOON, ways=ways)


def test_we_tell_a_partner_what_we_hold(italy):
    """The same answers that we ask for."""
    assert show_heads(from_node="it", body={"held": 0}) == {
        "yours": None,
        "ours": None,
        "proof": [],
        "keys": [],
    }
    write(3)
    write(2, start=3)
    sign_checkpoint(now=later(2))
    italy.shows()
    answer = show_heads(from_node="it", body={"held": 3})
    assert answer["yours"] == italy.words()
    assert answer["ours"]["size"] == 5
    assert answer["proof"]
    assert show_heads(from_node="it", body={"held": 99})["proof"] == []
    for wrong in ({}, {"held": -1}, {"held": "3"}):
        with pytest.raises(UnusableInputError):
            show_heads(from_node="it", body=wrong)


def run(capsys, *words):
    """Run `schakel audit`; return its JSON."""
    capsys.readouterr()
    call_command("audit", *words, "--json")
    return json.loads(capsys.readouterr().out)


def test_the_command_proves_a_line_under_a_signed_head(italy, ways, capsys):
    """Somebody else must be able to check it without this database."""
    with pytest.raises(CommandError, match="no such line"):
        call_command("audit", "prove", "0")
    write(3, sealed=False)
    waiting = LogEntry.objects.first()
    assert queries.prove(waiting) is None
    with pytest.raises(CommandError, match="try again in a minute"):
        call_command("audit", "prove", str(waiting.id))
    write(0)
    ask_witnesses(NOON, ways=ways)
    found = run(capsys, "prove", "1")
    entry = LogEntry.objects.get(leaf_index=1)
    assert (found["ok"], found["entry"], found["place"]["index"]) == (True, str(entry.id), 1)
    assert found["line"]["event"] == "report:open"
    assert "schakel.witness/it" in found["head"]
    assert run(capsys, "prove", str(entry.id)) == found
    with pytest.raises(CommandError, match="no such line"):
        call_command("audit", "prove", "nonsense")


def test_the_command_says_when_a_line_is_not_what_was_sealed(owner, capsys):
    """The proof is of the line as it stands there now."""
    write(3)
    LogEntry.objects.filter(leaf_index=1).update(actor="somebody-else")
    with pytest.raises(SystemExit):
        run(capsys, "prove", "1")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("audit", "prove", "1")
    assert "NOT what was sealed" in capsys.readouterr().out


def test_the_command_compares_with_a_partner(italy, ways, capsys, monkeypatch):
    """Exit 0 on agreement, 1 on the first difference, 2 for nobody."""
    from schakel.audit.actions import comparing

    monkeypatch.setattr(comparing.compare_with, "__kwdefaults__", {"ways": ways})
    write(3)
    with pytest.raises(SystemExit):
        run(capsys, "compare", "it")
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    assert run(capsys, "compare", "it")["ok"]
    with pytest.raises(CommandError, match="zz"):
        call_command("audit", "compare", "zz")
    italy.is_away = True
    with pytest.raises(CommandError, match="no usable answer"):
        call_command("audit", "compare", "it")
