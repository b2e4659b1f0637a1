"""How this node speaks HTTP to others."""

import httpx

TIMEOUT = httpx.Timeout(10, connect=3)  # seconds


def open_line() -> httpx.Client:
    """Return a client that follows no redirect and heeds no proxy of the environment."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)
