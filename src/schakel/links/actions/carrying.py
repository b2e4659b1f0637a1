"""Carry statements to another node, outside the line of envelopes."""

from typing import Any

import httpx

from schakel.wire.actions import lines


def get_json(url: str) -> Any:
    """Return the JSON that an address shows.

    Raises:
        ValueError: Nobody answers, or not with JSON.
    """
    try:
        with lines.open_line() as line:
            return lines.get_json(line, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ValueError("no usable answer") from error


def post_statement(url: str, token: str) -> tuple[str, str]:
    """Bring a signed statement to a node; return its signed answer, or a problem.

    The code of a refusal is for people: nobody signed it.
    """
    try:
        with lines.open_line() as line:
            given = lines.post_json(line, f"{url}/exchange/v1/links", {"statement": token})
        return str(given["statement"]), ""
    except httpx.HTTPStatusError as error:
        return "", lines.refusal_in(error.response)
    except httpx.TransportError:
        return "", "exchange.unreachable"
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, TypeError, ValueError):
        return "", "exchange.no-answer"
