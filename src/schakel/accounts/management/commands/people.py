"""`schakel people`: the first unit, the first administrator, and who lost the way in."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from schakel.accounts import actions
from schakel.accounts.core.roles import COME_AND_GO, Role
from schakel.accounts.wording import REGIMES, UNIT_KINDS
from schakel.kernel.errors import NotFoundError, SchakelError
from schakel.shell.home import NOBODY


class Command(BaseCommand):
    """Adds units and people and invites, for whoever runs the node."""

    help = "Add a unit or a person, or make an invitation. All else is done on the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        deeds = parser.add_subparsers(dest="deed", required=True)
        unit = deeds.add_parser("unit", help="add a unit, or change the one with this code")
        unit.add_argument("code")
        unit.add_argument("--kind", required=True, choices=sorted(UNIT_KINDS))
        unit.add_argument("--regime", required=True, choices=sorted(REGIMES))
        for name in ("name-en", "name-nl", "controller"):
            unit.add_argument(f"--{name}", required=True)
        person = deeds.add_parser("add", help="add a person, without a password")
        person.add_argument("username")
        for name in ("name", "unit"):
            person.add_argument(f"--{name}", required=True)
        person.add_argument(
            "--role",
            required=True,
            choices=[role.value for role in Role if role not in COME_AND_GO],
        )
        person.add_argument("--email", default="")
        invite = deeds.add_parser("invite", help="print a link that sets a password, once")
        invite.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the deeds; exit 2 when it cannot be done as asked."""
        if settings.SCHAKEL_NODE is NOBODY:
            raise CommandError("SCHAKEL_HOME names no node; set it to a node's home", returncode=2)
        try:
            getattr(self, options["deed"])(options)
        except NotFoundError as error:
            raise CommandError(f"{error}; add it first", returncode=2) from error
        except SchakelError as error:
            raise CommandError(str(error), returncode=2) from error
        except DatabaseError as error:
            reason = type(error).__name__
            raise CommandError(
                f"the database is not ready ({reason}); run: schakel migrate"
            ) from error

    def unit(self, options: dict[str, Any]) -> None:
        """Add a unit, or change it."""
        names = ("code", "kind", "name_en", "name_nl", "controller", "regime")
        actions.make_unit(**{name: options[name] for name in names}, now=timezone.now())
        self.stderr.write(f"Unit {options['code']} is there.")

    def add(self, options: dict[str, Any]) -> None:
        """Add a person; who is there already stays as he is."""
        user = actions.make_user(
            username=options["username"],
            name=options["name"],
            role=Role(options["role"]),
            unit_code=options["unit"],
            email=options["email"],
            now=timezone.now(),
        )
        self.stderr.write(
            f"{user.username} is there, as {user.role}. Invite: schakel people invite"
        )

    def invite(self, options: dict[str, Any]) -> None:
        """Print the link of an invitation, on standard output alone."""
        path = actions.invite(username=options["username"], now=timezone.now())
        self.stdout.write(settings.SCHAKEL_NODE.url + path)
        self.stderr.write("Hand it over outside the node; it works once, for three days.")
