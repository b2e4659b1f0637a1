"""Production settings of a node behind https, for `manage check --deploy` alone."""

from dataclasses import replace

from schakel.shell.home import NOBODY
from schakel.site.settings.base import *  # noqa: F403

SCHAKEL_NODE = replace(NOBODY, code="check", url="https://node.example")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_SSL_REDIRECT = False
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # TLS ends at the site's own proxy, which redirects
