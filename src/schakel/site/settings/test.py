"""Settings of the tests: a home of their own, quick passwords, plain static files."""

import tempfile
from pathlib import Path

from schakel.shell.home import NodeIdentity
from schakel.site.settings.base import *  # noqa: F403

SCHAKEL_HOME = Path(tempfile.mkdtemp(prefix="schakel-test-"))
SCHAKEL_NODE = NodeIdentity(
    code="nl",
    name_en="Netherlands (test)",
    name_nl="Nederland (test)",
    country="NL",
    time_zone="Europe/Amsterdam",
    url="http://127.0.0.1:8001",
    practice=True,
)
EMAIL_FILE_PATH = SCHAKEL_HOME / "mail"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "MISSING VARIABLE %s"  # type: ignore[index]  # noqa: F405
STATIC_ROOT = SCHAKEL_HOME / "static"
STATIC_ROOT.mkdir()
