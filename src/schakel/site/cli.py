"""The `schakel` command: a thin door to the commands of the rooms."""

import os
import sys
from importlib.metadata import version

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments."""
    if sys.argv[1:] in (["version"], ["--version"]):
        sys.stdout.write(f"schakel {version('schakel')}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.base")
    execute_from_command_line(sys.argv)
