"""What a notice may point at, where it may be sent, and when it is tried again."""

import ipaddress
import re
from datetime import timedelta
from urllib.parse import urlsplit

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 24  # about a day
# Rooms, ids and numbers. No dot, no query: neither a user name nor a search term fits in.
PATH = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*(?:#[a-z0-9-]+)?")
LONGEST_PATH = 200  # characters


def is_path(text: str) -> bool:
    """Tell whether `text` is an address on this node that says nothing of its content."""
    return len(text) <= LONGEST_PATH and PATH.fullmatch(text) is not None


def is_allowed_target(address: str) -> bool:
    """Tell whether a webhook may be called at `address`: over https, or on this machine.

    Args:
        address: Absolute address.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after this many failed attempts (at least 1): it doubles, to an hour.

    Args:
        attempts: Failed attempts so far.
    """
    doublings: int = min(attempts - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
