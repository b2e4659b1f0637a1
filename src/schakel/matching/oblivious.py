"""The oblivious pseudorandom function, verifiable mode; the library does the group arithmetic.

Source: RFC 9497, mode VOPRF, suite ristretto255-SHA512.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from voprf import ristretto

SUITE = "ristretto255-SHA512"


class ObliviousError(ValueError):
    """A point, proof or key that is not what the protocol says."""


class Responder:
    """The side that holds the key of an epoch."""

    def __init__(self, *, seed: bytes, epoch: str) -> None:
        self.epoch = epoch
        self._evaluator = ristretto.Evaluator.from_seed(seed, f"schakel:1:{epoch}".encode())

    @property
    def public_key(self) -> bytes:
        """Return the key against which answers are proved (32 bytes)."""
        return bytes(self._evaluator.public_key.serialize())

    def evaluate_known(self, key: bytes) -> bytes:
        """Return the output for an input of our own (64 bytes)."""
        return bytes(self._evaluator.evaluate_known_input(key))

    def evaluate_blinded(self, points: Sequence[bytes]) -> bytes:
        """Return the evaluated points with one proof for all.

        Raises:
            ObliviousError: A point is not an element of the group.
        """
        try:
            blinded = [ristretto.BlindedInput.deserialize(point) for point in points]
            return bytes(self._evaluator.evaluate_batch(blinded).serialize())
        except Exception as error:  # the library's errors share no class of their own
            raise ObliviousError("a blinded point is not valid") from error


@dataclass(frozen=True, slots=True)
class BlindedQuestion:
    """Inputs on the asking side: what travels, and what undoes the blinding. Never stored."""

    points: tuple[bytes, ...]
    _clients: tuple[ristretto.Client, ...]
    _asked: int

    def unblind(self, *, evaluated: bytes, public_key: bytes) -> tuple[bytes, ...]:
        """Return one output per key asked, in order.

        Raises:
            ObliviousError: The proof does not hold under `public_key`, or nothing fits.
        """
        try:
            outputs = ristretto.Client.finalize_batch(
                list(self._clients),
                ristretto.VerifiableBatchOutput.deserialize(evaluated),
                ristretto.PublicKey.deserialize(public_key),
            )
        except BaseException as error:
            # A proof that does not hold makes the library panic, outside `Exception`.
            if isinstance(error, Exception) or type(error).__name__ == "PanicException":
                raise ObliviousError("the answer does not prove itself") from error
            raise
        return tuple(bytes(output) for output in outputs[: self._asked])


def blind(keys: Sequence[str], *, points: int) -> BlindedQuestion:
    """Blind `keys` and fill up with random inputs, so that the number asked does not show.

    Args:
        keys: At most `points` comparison keys.
        points: How many points travel.

    Raises:
        ValueError: More keys than points.
    """
    if len(keys) > points:
        raise ValueError(f"at most {points} keys in one question")
    inputs = [key.encode() for key in keys]
    inputs += [secrets.token_bytes(32) for _ in range(points - len(keys))]
    pairs = [ristretto.Client.blind(item) for item in inputs]
    return BlindedQuestion(
        points=tuple(bytes(point.serialize()) for _, point in pairs),
        _clients=tuple(client for client, _ in pairs),
        _asked=len(keys),
    )
