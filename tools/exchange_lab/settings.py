"""A production node with the kind of message of the lab."""

from schakel.site.settings.base import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tools.exchange_lab"]  # noqa: F405
SILENCED_SYSTEM_CHECKS: list[str] = []
