"""The `schakel` command: a thin door to the commands of the rooms."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named in the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schakel.site.settings.base")
    execute_from_command_line(sys.argv)
