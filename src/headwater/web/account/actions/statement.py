"""The account statement of a quarter: made from the record of work, and as files."""

from dataclasses import replace
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from headwater.presentation import account
from headwater.presentation.methods.account_statement import file_name, headline
from headwater.service.statement import account_statement
from headwater.service.statement_lines import every_figure, quarters
from headwater.vocabulary.service_statement import AccountStatement
from headwater.web.account.gather import Gathered
from headwater.web.organization import audit
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can
from headwater.web.presentation.actions import OFFICE, Paper
from headwater.web.service.models import Offering

OFFICE_NAME = "Portfolio office"
KINDS = {
    "pptx": f"{OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "eml": "message/rfc822",
    "json": "application/json",
}
"""What a browser is told that a file is, by the file's ending."""
__all__ = ["KINDS", "every_figure", "headline", "made", "periods", "statement_file", "usual"]


def periods(*, found: Gathered, today: date) -> tuple[str, ...]:
    """Return the quarters from the first record to today, the latest first."""
    return found.once(("quarters", today), lambda: quarters(found.record, today=today))


def usual(known: tuple[str, ...]) -> str:
    """Return the quarter that one most likely wants: the last one that is over."""
    return known[1] if len(known) > 1 else known[0]


def made(*, found: Gathered, period: str) -> AccountStatement:
    """Make the statement of a quarter.

    Raises
    ------
    InputError
        If the period is no quarter.
    """
    return found.once(("statement", period), lambda: _made(found, period))


def _made(found: Gathered, period: str) -> AccountStatement:
    served = Organization.objects.first()
    statement = account_statement(
        found.record,
        organization=served.name if served else "",
        office=OFFICE_NAME,
        period=period,
        titles=dict(Offering.objects.values_list("key", "title")),
    )
    return replace(statement, notice=found.illustrative)


@transaction.atomic
def statement_file(
    *, statement: AccountStatement, ending: str, address: str = "", by: User
) -> tuple[Paper, bytes]:
    """Write a statement as pptx, pdf, html, eml or json, to be taken away.

    Raises
    ------
    NotAllowedError, InputError
        If the person may not take papers away, or there is no such format.
    """
    check_can(by, "download")
    content = account.account_file(statement, ending, address=address)
    audit.record(
        "account.statement.taken",
        target=None,
        by=by,
        detail={"period": statement.period, "format": ending},
    )
    title = f"Account statement {statement.period}"
    return Paper(ending, file_name(statement, ending), KINDS[ending], title, ""), content
