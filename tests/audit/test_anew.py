"""After a restore a log begins anew only in the open: its owner says so, and others agree."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from schakel.audit import keys, queries
from schakel.audit.actions import (
    ask_witnesses,
    begin_anew,
    change_log_key,
    compare_with,
    settle_partner_log,
    sign_checkpoint,
)
from schakel.audit.keys import is_signed
from schakel.audit.models import Cosignature, PartnerLog, Witness
from schakel.audit.queries.tree import path_beside
from schakel.heads.core.anew import Beginning, read_beginning
from schakel.heads.core.merkle import leaf_hash
from schakel.heads.core.shown import ShownError, read_words
from schakel.kernel.errors import UnusableInputError
from tests.audit.log import NOON, write
from tests.audit.test_witnessing import events, italy, later, rewrite, ways

__all__ = ["italy", "ways"]
pytestmark = pytest.mark.django_db


def word(partner, *, at=1_000, key=None, after=0):
    """Return what a partner signs when it says that its log goes on from what it is now."""
    shown = read_words(partner.words(), node="it", verify=is_signed)
    draft = Beginning(shown=shown, at=at, after=after)
    return replace(draft, signature=(key or partner.key).sign(draft.text())).to_control()


def burn_down(partner, *, leaves=3):
    """Let a partner come back from an archive with fewer lines, and go on."""
    partner.leaves = [*partner.leaves[:leaves], leaf_hash(b"restored")]


def test_a_partner_that_says_so_waits_for_people_here(italy):
    """Its word alone changes nothing of what is held."""
    italy.shows()
    burn_down(italy)
    told = word(italy)
    for _ in range(2):
        answer = italy.shows(5, anew=told)
        assert answer["verdict"] == "anew"
        assert not answer["cosignature"]
        assert answer["held"]["size"] == 5
    kept = PartnerLog.objects.get()
    assert (kept.size, kept.problem, kept.anew) == (5, "anew", told)
    assert "\n5\n" in kept.evidence
    assert "\n4\n" in kept.evidence
    assert events("log:hear-anew") == [{"held": 5, "from": 4}]


def test_people_agree_and_the_next_head_must_continue_the_new_beginning(italy):
    """And the log of the witness says for good which head was given up for which."""
    italy.shows()
    before = PartnerLog.objects.get()
    burn_down(italy)
    told = word(italy)
    italy.shows(5, anew=told)
    settle_partner_log(node="it", actor="noor", now=NOON)
    [facts] = events("log:settle")
    assert (facts["size"], facts["root"]) == (5, bytes(before.root).hex())
    assert facts["from"] == 4
    italy.leaves += [leaf_hash(b"new")]
    assert italy.shows(4, anew=told)["verdict"] == "cosigned"
    italy.leaves = [leaf_hash(b"%d" % number) for number in range(20, 29)]
    assert italy.shows(5, anew=told)["verdict"] == "rewritten"


def test_nobody_agrees_to_what_the_partner_did_not_say(italy):
    """An accusation is not settled from one side: it may be a history written anew."""
    with pytest.raises(UnusableInputError):
        settle_partner_log(node="it", actor="noor", now=NOON)
    italy.shows()
    italy.leaves = [leaf_hash(b"other")] * 9
    assert italy.shows(5)["verdict"] == "rewritten"
    with pytest.raises(UnusableInputError, match="did not say"):
        settle_partner_log(node="it", actor="noor", now=NOON)
    assert italy.shows(5, anew=word(italy))["verdict"] == "anew"
    settle_partner_log(node="it", actor="noor", now=NOON)
    assert italy.shows(9)["verdict"] == "cosigned"


def test_a_word_that_was_agreed_to_does_not_count_twice(italy):
    """Else who said it once could write history anew at any time."""
    italy.shows()
    burn_down(italy)
    told = word(italy, at=1_000)
    italy.shows(5, anew=told)
    settle_partner_log(node="it", actor="noor", now=NOON)
    burn_down(italy, leaves=2)
    assert italy.shows(4, anew=word(italy, at=1_000))["verdict"] == "behind"
    assert italy.shows(4, anew=word(italy, at=1_001))["verdict"] == "anew"


def test_a_key_that_was_lost_needs_people_too(italy):
    """Nobody signed for the new one; the call itself came under the node's own key."""
    italy.shows()
    italy.key = Ed25519PrivateKey.generate()
    italy.leaves += [leaf_hash(b"new")]
    assert italy.shows(5)["verdict"] == "other-key"
    assert italy.shows(5, anew=word(italy))["verdict"] == "anew"
    settle_partner_log(node="it", actor="noor", now=NOON)
    assert bytes(PartnerLog.objects.get().public_key) == italy.public
    assert italy.shows(6)["verdict"] == "cosigned"


def test_who_continues_after_all_needs_nobody(italy):
    """The old disk was found again."""
    italy.shows()
    honest = [*italy.leaves, leaf_hash(b"new")]
    burn_down(italy)
    told = word(italy)
    italy.shows(5, anew=told)
    italy.leaves = honest
    assert italy.shows(5, anew=told)["verdict"] == "cosigned"
    kept = PartnerLog.objects.get()
    assert (kept.problem, kept.evidence, kept.anew) == ("", "", None)


def test_who_only_lost_count_shows_the_proof_first(italy):
    """Its log continues what is held; that it began anew for others is not our matter."""
    italy.shows()
    italy.leaves += [leaf_hash(b"new")]
    told = word(italy)
    assert italy.shows(3, anew=told)["verdict"] == "behind"
    assert italy.shows(5, anew=told)["verdict"] == "cosigned"


@pytest.mark.parametrize(
    "change",
    [{6: "00" * 64}, {6: "zz"}, {4: "-1"}, {0: "00" * 32}, {5: "7"}, {1: 7.5}],
)
def test_a_word_that_the_key_did_not_sign_is_nonsense(italy, change):
    """Also for a head of another moment."""
    italy.shows()
    burn_down(italy)
    with pytest.raises(UnusableInputError):
        told = [change.get(place, text) for place, text in enumerate(word(italy))]
        italy.shows(5, anew=told)
    with pytest.raises(ShownError):
        read_beginning(7, node="it", verify=is_signed)


def test_a_word_of_another_key_than_that_of_the_head_counts_for_nothing(italy):
    """The head shown and the word must be of one owner."""
    italy.shows()
    told = word(italy)
    italy.key = Ed25519PrivateKey.generate()
    assert italy.shows(5, anew=told)["verdict"] == "other-key"


def test_our_log_begins_anew_when_a_witness_holds_more(italy, ways, owner):
    """Before that it must be contested; after that people there decide, and we see that."""
    write(6)
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    with pytest.raises(UnusableInputError):
        begin_anew(actor="node", now=NOON)
    rewrite(2)
    assert ask_witnesses(later(61), ways=ways) == 0
    made = begin_anew(actor="node", now=later(62))
    assert queries.verify().ok
    [facts] = events("log:begin-anew")
    assert facts["witnesses"] == 1
    italy.change = {"verdict": "anew", "cosignature": ""}
    assert ask_witnesses(later(63), ways=ways) == 0
    assert italy.asked[-1][1]["anew"] == made.to_control()
    assert Witness.objects.get().problem == "anew"
    found = compare_with("it", now=later(63), ways=ways)
    assert "have not agreed" in found.problem
    italy.change, italy.held = {}, None
    assert ask_witnesses(later(64), ways=ways) == 1
    assert Witness.objects.get().problem == ""
    assert Cosignature.objects.filter(size__gte=made.shown.head.size).exists()
    write(2, start=50)
    sign_checkpoint(now=later(70))
    ask_witnesses(later(70), ways=ways)
    assert "anew" not in italy.asked[-1][1]
    assert compare_with("it", now=later(71), ways=ways).ok


def test_the_head_beside_the_database_is_given_up_in_the_open(owner):
    """The database was put back under a node that runs: it signs nothing until somebody says so."""
    write(6)
    beside = queries.newest_head().note
    rewrite(2)
    path_beside().parent.mkdir(exist_ok=True)
    path_beside().write_text(beside, encoding="utf-8")
    assert not queries.verify().ok
    begin_anew(actor="node", now=later(62))
    assert events("log:begin-anew")[0]["beside"] == 6
    assert queries.verify().ok


def test_changes_of_the_key_before_it_are_given_up_as_well(owner):
    """They name heads that the archive does not have; the keys stay what they are."""
    write(3)
    change_log_key(actor="node", now=later(2))
    beside = queries.newest_head().note
    rewrite(1)
    path_beside().parent.mkdir(exist_ok=True)
    path_beside().write_text(beside, encoding="utf-8")
    assert "shorter" in queries.verify().problem
    assert begin_anew(actor="node", now=later(62)).after == 1
    assert queries.verify().ok
    change_log_key(actor="node", now=later(63))
    assert queries.verify().ok


def test_a_word_that_was_altered_here_shows(home, owner):
    """What is kept of it is signed, too."""
    write(6)
    beside = queries.newest_head().note
    rewrite(2)
    path_beside().parent.mkdir(exist_ok=True)
    path_beside().write_text(beside, encoding="utf-8")
    begin_anew(actor="node", now=later(62))
    kept = json.loads((home / "keys" / "log-anew.json").read_text())
    (home / "keys" / "log-anew.json").write_text(json.dumps([*kept[:5], "9", kept[6]]))
    assert not queries.verify().ok
    with pytest.raises(keys.ActError):
        keys.find_beginning()


def test_comparing_says_that_people_here_have_to_agree(italy, ways):
    """The privacy officer sees the same on the page."""
    write(3)
    ask_witnesses(NOON, ways=ways)
    italy.shows()
    burn_down(italy)
    italy.shows(5, anew=word(italy))
    assert "people here have to agree" in compare_with("it", now=NOON, ways=ways).problem


def test_the_command(owner, capsys):
    """Exit 2 when there is nothing to begin anew."""
    write(6)
    with pytest.raises(CommandError) as error:
        call_command("audit", "begin-anew")
    assert error.value.returncode == 2
    Witness.objects.create(
        node="it", public_key=b"k" * 32, at=NOON, problem="shorter", problem_at=NOON
    )
    call_command("audit", "begin-anew", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["from"] >= 6
