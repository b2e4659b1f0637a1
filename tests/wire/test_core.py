"""What an envelope is, and what it is not, for all inputs."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.wire.core import shapes
from schakel.wire.core.envelope import FileRef, Participant, check_envelope, read_envelope
from schakel.wire.core.errors import REFUSALS, EnvelopeRefusedError, is_passing
from schakel.wire.core.receipts import Stage, Statement, advance, read_statement
from schakel.wire.core.sealed import LENGTHS, read_sealed
from tests.exchange.partner import NOON, an_envelope

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    max_value=datetime(2999, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
names = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200)
values = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
files = st.builds(
    FileRef,
    name=names,
    media_type=names,
    sha256=digests,
    size=st.integers(0, 2**53 - 1),
    blob=digests,
    key=st.just("A" * 43),
)
envelopes = st.builds(
    an_envelope,
    id=st.uuids(),
    thread=st.uuids(),
    seq=st.integers(0, 2**53 - 1),
    prev=st.just("") | digests,
    body=st.dictionaries(names, values, max_size=4),
    purpose=names,
    codes=st.lists(st.sampled_from(["H0", "H1", "H2", "H3"]), max_size=4).map(tuple),
    participants=st.lists(
        st.builds(Participant, node=st.sampled_from(["nl", "it", "xz"]), unit=names), max_size=3
    ).map(tuple),
    files=st.lists(files, max_size=2).map(tuple),
)


@given(envelopes)
def test_what_is_written_is_read_back(envelope):
    """Both ends must mean the same message."""
    wire = json.loads(json.dumps(envelope.to_json()))
    assert read_envelope(wire) == envelope


@given(envelopes, st.data())
def test_only_declared_errors_come_out_of_damaged_content(envelope, data):
    """A partner's software may be broken in any way; the answer is a refusal, never a crash."""
    wire = envelope.to_json()
    name = data.draw(st.sampled_from(sorted(wire)))
    wire[name] = data.draw(values)
    if data.draw(st.booleans()):
        del wire[name]
    try:
        read_envelope(wire)
    except EnvelopeRefusedError as error:
        assert error.refusal in REFUSALS


@given(envelopes, st.dictionaries(st.text(min_size=1).map(lambda n: f"x-{n}"), values, max_size=3))
def test_names_of_later_versions_are_ignored(envelope, more):
    """A partner may say more than this node knows, as long as it does not insist."""
    assert read_envelope({**envelope.to_json(), **more}) == envelope


@pytest.mark.parametrize("given", [None, 3, "text", [], ()])
def test_content_that_is_no_object(given):
    """Signed or not, it is no message."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        read_envelope(given)
    assert caught.value.refusal == "exchange.bad-shape"


@pytest.mark.parametrize(
    "change",
    [
        {"crit": "recall"},
        {"to": ["nl"] * 21},
        {"participants": [{"node": "nl"}]},
        {"participants": ["nl"]},
        {"files": [{"name": "x"}]},
        {"files": [None]},
        {"files": [{"key": "AAAA"}]},
        {"id": "00000000-0000-4000-8000-00000000000A"},
        {"id": "no id"},
        {"kind": "Not A Kind"},
        {"from": "UPPER"},
        {"expires": "2090-01-01T00:00:00Z"},
        {"created": "2026-11-24T12:00:00+01:00"},
        {"purpose": "a\nb"},
        {"seq": True},
        {"seq": "1"},
    ],
    ids=str,
)
def test_content_of_another_shape(change):
    """Every field has one documented form."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        read_envelope({**an_envelope().to_json(), **change})
    assert caught.value.refusal == "exchange.bad-shape"


def test_an_envelope_for_me_from_whom_it_says_takes_effect():
    """The good case, from which each attack is one step away."""
    check_envelope(an_envelope(), me="nl", sender="it", at=NOON)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"me": "xz"}, "exchange.wrong-recipient"),
        ({"sender": "xz"}, "exchange.unknown-sender"),
        ({"at": NOON - timedelta(minutes=11)}, "exchange.from-the-future"),
        ({"at": NOON + timedelta(days=30)}, "exchange.expired"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_step_from_the_good_case(change, code):
    """One change, one code."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        check_envelope(an_envelope(), **({"me": "nl", "sender": "it", "at": NOON} | change))
    assert caught.value.refusal == code


@given(st.lists(st.sampled_from(list(Stage)), max_size=8))
def test_stages_never_go_back(stages):
    """Whatever order receipts come in, the state is the furthest one, and failure is final."""
    state, ranks = "waiting", ["waiting", "accepted", "delivered", "opened", "failed"]
    for stage in stages:
        after = advance(state, stage)
        assert ranks.index(after) >= ranks.index(state)
        state = after
    told = [s.value for s in stages if s is not Stage.REFUSED]
    assert state == max(["waiting", *told], key=ranks.index)


@given(st.uuids(), st.sampled_from(Stage), digests, moments)
def test_a_statement_is_read_back(envelope, stage, digest, at):
    """The sender keeps exactly what was signed."""
    said = Statement(envelope=envelope, stage=stage, digest=digest, sender="it", at=at)
    assert read_statement(json.loads(json.dumps(said.to_json()))) == said


def test_a_problem_of_a_later_version_ends_no_message():
    """A newer partner may mean "not yet": the code is kept, and sending goes on."""
    given = Statement(
        envelope=an_envelope().id, stage=Stage.FAILED, digest="0" * 64, sender="it", at=NOON
    ).to_json() | {"problem": "exchange.from-tomorrow"}
    assert read_statement(given).problem == "exchange.from-tomorrow"
    assert is_passing("exchange.from-tomorrow")


@pytest.mark.parametrize("given", [None, {}, {"problem": []}, {"problem": "", "envelope": 3}])
def test_things_that_are_no_statements(given):
    """They are signed by a partner, and still only what they are."""
    with pytest.raises(ValueError, match="not"):
        read_statement(given)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        "[NaN]",
        "[Infinity]",
        "{",
        "",
        b"\xff",
        '["\\u0000"]',
        '["\\ud800"]',
        '{"\\u0000": 1}',
        "[" * 40 + "]" * 40,
        "[" * 200_000 + "]" * 200_000,
    ],
    ids=lambda text: str(text)[:12],
)
def test_json_that_means_different_things_in_different_places(text):
    """What one program reads otherwise than another is how signatures are got round."""
    with pytest.raises(ValueError, match=r".*"):
        shapes.read_json(text)


@given(values)
def test_json_of_ours_is_read(value):
    """The strict reader loses nothing of what is sent."""
    assert shapes.read_json(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["A", "AB", "a b", "ä", "AAAA=", 3, None])
def test_what_is_not_base64url(text):
    """One value has one way of writing it."""
    with pytest.raises(ValueError, match="base64url|form"):
        shapes.bytes_of(text)


def test_only_objects_with_exactly_the_names():
    """More than documented is as wrong as less."""
    assert shapes.fields_of({"a": 1}, frozenset("a")) == {"a": 1}
    for other in ({"a": 1, "b": 2}, {}, [], None):
        with pytest.raises(ValueError, match="other names"):
            shapes.fields_of(other, frozenset("a"))


def jwe_of(header, **parts):
    """Return a compact text with the lengths of suite 1 and any header."""
    import base64

    first = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    default = {place: "A" * length for place, length in LENGTHS.items()} | {3: "AAAA"}
    rest = default | {int(name[1:]): value for name, value in parts.items()}
    return ".".join([first, *(rest[place] for place in (1, 2, 3, 4))])


OUTSIDE = {"suite": 1, "id": "00000000-0000-4000-8000-000000000001", "to": "nl"}
HEADER = {
    "alg": "ECDH-ES+A256KW",
    "enc": "A256GCM",
    "kid": "k",
    "epk": {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
    **OUTSIDE,
}


def test_the_outside_of_a_sealed_envelope_is_read():
    """The good case, from which the others are one step away."""
    found = read_sealed({**OUTSIDE, "jwe": jwe_of(HEADER)}, me="nl")
    assert (str(found.id), found.to, found.kid) == (OUTSIDE["id"], "nl", "k")


@pytest.mark.parametrize(
    ("header", "parts", "code"),
    [
        ({"zip": "DEF"}, {}, "exchange.not-an-envelope"),
        ({"kid": 3}, {}, "exchange.not-an-envelope"),
        ({"epk": {"kty": "OKP"}}, {}, "exchange.not-an-envelope"),
        ({"epk": HEADER["epk"] | {"crv": "X448"}}, {}, "exchange.not-an-envelope"),
        ({"epk": HEADER["epk"] | {"x": "AAAA"}}, {}, "exchange.not-an-envelope"),
        ({"id": "another"}, {}, "exchange.not-an-envelope"),
        ({"alg": "dir"}, {}, "exchange.unknown-suite"),
        ({"enc": "A128GCM"}, {}, "exchange.unknown-suite"),
        ({}, {"p1": "A" * 53}, "exchange.not-an-envelope"),
        ({}, {"p2": "A" * 17}, "exchange.not-an-envelope"),
        ({}, {"p4": "A" * 21}, "exchange.truncated"),
        ({}, {"p4": "A" * 23}, "exchange.not-an-envelope"),
        ({}, {"p3": "A B"}, "exchange.not-an-envelope"),
        ({}, {"p3": "A.B"}, "exchange.not-an-envelope"),
    ],
    ids=str,
)
def test_the_outside_one_step_from_the_good_case(header, parts, code):
    """Nothing is decrypted before all of this holds."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        read_sealed({**OUTSIDE, "jwe": jwe_of(HEADER | header, **parts)}, me="nl")
    assert caught.value.refusal == code


@given(values)
def test_no_value_at_all_makes_the_outside_crash(given):
    """The door is open to anybody."""
    for sealed in (given, {**OUTSIDE, "jwe": given}, {**OUTSIDE, "to": given, "jwe": "a"}):
        with pytest.raises(EnvelopeRefusedError):
            read_sealed(sealed, me="nl")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"suite": 2}, "exchange.unknown-suite"),
        ({"suite": True}, "exchange.unknown-suite"),
        ({"to": "xz"}, "exchange.wrong-recipient"),
        ({"jwe": "A" * (4 * 1024 * 1024 + 1)}, "exchange.too-large"),
        ({"jwe": 3}, "exchange.not-an-envelope"),
        ({"more": 1}, "exchange.not-an-envelope"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_outermost_object_one_step_from_the_good_case(change, code):
    """What decides is cheap to look at, and looked at first."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        read_sealed({**OUTSIDE, "jwe": jwe_of(HEADER)} | change, me="nl")
    assert caught.value.refusal == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"v": "2"}, "exchange.unknown-version"),
        ({"suite": 2}, "exchange.unknown-suite"),
        ({"crit": ["recall"]}, "exchange.unknown-critical"),
    ],
    ids=str,
)
def test_content_of_a_later_version(change, code):
    """It is refused by a name of its own, so that the sender knows what to change."""
    with pytest.raises(EnvelopeRefusedError) as caught:
        read_envelope({**an_envelope().to_json(), **change})
    assert caught.value.refusal == code


def test_every_code_says_what_it_means():
    """Codes are for programs, sentences for the people who read the log."""
    assert all(refusal.text.endswith(".") for refusal in REFUSALS.values())
    assert is_passing("exchange.file-missing")
    assert is_passing("exchange.expired")
    assert not is_passing("exchange.bad-shape")
    assert is_passing("exchange.of-tomorrow")
