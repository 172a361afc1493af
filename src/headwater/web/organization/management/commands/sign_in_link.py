"""`sign_in_link [NAME]`: print a one-time link; for the operator when nobody can get in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from headwater.web.organization import actions


class Command(BaseCommand):
    """Print the path of a link that signs a person in once."""

    help = "Print a link that signs a person in once; without a name, an owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person's name."""
        parser.add_argument("name", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link and print it."""
        if "organization_organization" not in connection.introspection.table_names():
            raise CommandError("This data folder has no tables yet: run `migrate` first.")
        if options["name"] is None:
            user = actions.found()
        else:
            try:
                user = User.objects.get(username=options["name"])
            except User.DoesNotExist:
                raise CommandError(f"nobody signs in as {options['name']!r}") from None
        self.stdout.write(actions.make_link(user=user, by=None).path)
