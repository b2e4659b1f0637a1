"""The library of the oblivious function against one written from the standard on libsodium."""

from hypothesis import given
from hypothesis import strategies as st

from schakel.matching.oblivious import Responder, blind
from tests.matching import sodium

SEED, EPOCH = b"1" * 32, "2026-11"
INPUTS = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4, unique=True)


def keys():
    """Return the private and public key of the epoch, derived on libsodium."""
    return sodium.derive_key(SEED, f"schakel:1:{EPOCH}".encode())


def responder():
    """Return the product's side that holds the key."""
    return Responder(seed=SEED, epoch=EPOCH)


def split(answer, count):
    """Return the evaluated elements and the proof before them, as `messages.md` says."""
    proof, elements = answer[:64], answer[64:]
    return [elements[32 * n : 32 * (n + 1)] for n in range(count)], proof


def test_the_second_implementation_holds_the_vector_of_the_standard():
    """RFC 9497, appendix A.1.2, test vector 1: or it would prove nothing about the first."""
    private, public = sodium.derive_key(bytes.fromhex("a3" * 32), b"test key")
    assert public.hex() == "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"
    assert sodium.evaluate(private, b"\x00").hex() == (
        "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
        "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c"
    )


def test_both_derive_the_same_key():
    """A partner who writes his own node must reach the same list."""
    assert responder().public_key == keys()[1]


@given(INPUTS)
def test_both_give_the_same_output(inputs):
    """For every input, known and blinded: the other asks, the product answers."""
    private, public = keys()
    for one in inputs:
        assert responder().evaluate_known(one.encode()) == sodium.evaluate(private, one.encode())
    blinds = [sodium.blind(one.encode()) for one in inputs]
    points = [element for _, element in blinds]
    evaluated, proof = split(responder().evaluate_blinded(points), len(inputs))
    assert sodium.proves(public, points, evaluated, proof)
    for one, (scalar, _), element in zip(inputs, blinds, evaluated, strict=True):
        output = sodium.finalize(one.encode(), scalar, element)
        assert output == sodium.evaluate(private, one.encode())


@given(INPUTS)
def test_the_product_asks_as_the_other_answers(inputs):
    """The points that travel, evaluated elsewhere, unblind to the same outputs."""
    private, public = keys()
    question = blind(inputs, points=5)
    answer = responder().evaluate_blinded(question.points)
    evaluated, proof = split(answer, 5)
    again = [sodium.sodium.crypto_scalarmult_ristretto255(private, p) for p in question.points]
    assert evaluated == again
    assert sodium.proves(public, list(question.points), evaluated, proof)
    outputs = question.unblind(evaluated=answer, public_key=public)
    assert list(outputs) == [sodium.evaluate(private, one.encode()) for one in inputs]


def test_a_proof_under_another_key_holds_for_neither():
    """A partner must not mark askers by a key of their own."""
    private, _ = keys()
    other, other_public = sodium.derive_key(b"2" * 32, b"other")
    question = blind(["a"], points=2)
    answer = responder().evaluate_blinded(question.points)
    evaluated, proof = split(answer, 2)
    assert not sodium.proves(other_public, list(question.points), evaluated, proof)
    assert private != other
