"""The sealed form of a report without a line."""

import base64
import json

import pytest

from schakel.offline.core.report import ALGORITHM, CIPHER, TYPE, key_of


def compact(**point):
    """Return the outside of a sealed report whose key is on `point`."""
    header = {"alg": ALGORITHM, "enc": CIPHER, "typ": TYPE, "kid": "key"}
    header["epk"] = {"kty": "OKP", "crv": "X25519", "x": "AAAA", **point}
    first = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return f"{first}..AAAA.AAAA.AAAA"


def test_the_name_of_the_key_is_read_before_it_is_opened():
    """After a change of keys the node must know which one opens it."""
    assert key_of(compact()) == "key"


@pytest.mark.parametrize("point", [{"crv": "X448"}, {"kty": "EC"}])
def test_a_point_on_another_curve_is_refused(point):
    """One curve is documented; another would be a way around it."""
    with pytest.raises(ValueError, match="not a point"):
        key_of(compact(**point))
