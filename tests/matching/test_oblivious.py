"""Hit or no hit, without the question: the function, and what the asked side can see."""

import pytest

from schakel.matching.core.tags import build_list, is_hit
from schakel.matching.oblivious import ObliviousError, Responder, blind

HELD, OTHER = "phone:+447700900123", "phone:+447700900124"


def a_responder(seed=b"1" * 32):
    """Return the holder of a key."""
    return Responder(seed=seed, epoch="2026-11")


def test_a_hit_is_a_hit_and_a_miss_a_miss():
    """The two answers that the protocol exists for."""
    responder = a_responder()
    tags = build_list(epoch="2026-11", keys={HELD}, evaluate=responder.evaluate_known)
    question = blind([OTHER, HELD], points=20)
    evaluated = responder.evaluate_blinded(question.points)

    outputs = question.unblind(evaluated=evaluated, public_key=responder.public_key)

    assert [is_hit(output, tags) for output in outputs] == [False, True]


def test_a_question_looks_the_same_whatever_and_however_much_is_asked():
    """Form and length are all the asked side sees; points are fresh each time."""
    one, many = blind([HELD], points=20), blind([HELD] * 20, points=20)

    assert len(one.points) == len(many.points) == 20
    assert {len(point) for point in (*one.points, *many.points)} == {32}
    assert not set(blind([HELD], points=20).points) & set(one.points)
    with pytest.raises(ValueError, match="at most 20"):
        blind([HELD] * 21, points=20)


def test_an_answer_under_another_key_is_noticed():
    """A partner could mark askers by answering each under a key of its own."""
    responder, other = a_responder(), a_responder(seed=b"2" * 32)
    question = blind([HELD], points=20)
    evaluated = responder.evaluate_blinded(question.points)

    for answer, key in (
        (evaluated, other.public_key),
        (evaluated[:-1], responder.public_key),
        (evaluated, b"no key"),
        (responder.evaluate_blinded(question.points[:5]), responder.public_key),
    ):
        with pytest.raises(ObliviousError, match="prove"):
            question.unblind(evaluated=answer, public_key=key)


def test_a_point_that_is_none_is_refused():
    """A stranger may send any bytes."""
    with pytest.raises(ObliviousError, match="not valid"):
        a_responder().evaluate_blinded([b"\xff" * 32])


def test_an_epoch_has_a_key_of_its_own():
    """Lists of two months must not be comparable."""
    november = a_responder()
    december = Responder(seed=b"1" * 32, epoch="2026-12")

    assert november.public_key != december.public_key
    assert november.evaluate_known(b"x") != december.evaluate_known(b"x")


def test_the_vectors_of_the_standard():
    """RFC 9497, mode VOPRF, ristretto255-SHA512, appendix A.1.2, test vector 1."""
    from voprf import ristretto

    seed = bytes.fromhex("a3" * 32)
    evaluator = ristretto.Evaluator.from_seed(seed, b"test key")
    output = evaluator.evaluate_known_input(bytes([0]))

    assert bytes(evaluator.public_key.serialize()).hex() == (
        "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"
    )
    assert bytes(output).hex() == (
        "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
        "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c"
    )
