"""`verify_audit`: hold the trail of what was done against itself, and against a paper."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from headwater.web.organization import audit


class Command(BaseCommand):
    """Verify the chain of audit events; exit code 1 when it is broken."""

    help = "Verify the chain of audit events; --known NUMBER:DIGEST as printed on a paper."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the head that a paper carries."""
        parser.add_argument("--known", metavar="NUMBER:DIGEST")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, and say so."""
        known = None
        if options["known"]:
            number, _, digest = options["known"].partition(":")
            if not number.isdigit() or len(digest) != 64:
                raise CommandError("--known takes NUMBER:DIGEST, as printed on the paper")
            known = (int(number), digest)
        faults = audit.verify_chain(known=known)
        if faults:
            raise CommandError("\n".join(faults))
        number, digest = audit.head()
        self.stdout.write(f"Sound: {number} events, head {digest}")
