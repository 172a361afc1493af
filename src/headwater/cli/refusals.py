"""`headwater no-pack`: a page for the sponsor of each project that is not recommended."""

import csv
from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE, _title
from headwater.cli.progress import Ticker
from headwater.cli.sources import read_workbook
from headwater.errors import InputError
from headwater.vocabulary.refusal import Contact, review_date

SPONSORS_HELP = "CSV with the columns project (id or name), sponsor, email."
CONTACT_HELP = "Whom to ask: 'Dev, portfolio office <dev@rivermouth.example>'."


@click.command("no-pack")
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help="Most that may be spent in all: 3000, 3.6bn, 'USD 250 million'.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--only", multiple=True, metavar="PROJECT", help="Id or name; may be repeated.")
@click.option("--contact", default="", help=CONTACT_HELP)
@click.option(
    "--review", default="", metavar="DATE", help="When it is looked at again: 2027-03-15."
)
@click.option("--sponsors", type=SOURCE, help=SPONSORS_HELP)
@click.option("--seed", default=1, show_default=True, help="Seed of the random draws.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--title", default="", help="What the pages call the portfolio.")
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for the best one.")
def no_pack(
    source: Path,
    budget: str | None,
    out: Path,
    only: tuple[str, ...],
    contact: str,
    review: str,
    sponsors: Path | None,
    seed: int,
    size: Literal["cost"] | None,
    mapping: str,
    title: str,
    time_limit: float,
) -> None:
    """Write a page for the sponsor of each project in INPUT that is not recommended.

    Each page says why, how close it was, what would change the answer (solved again), when it
    is looked at again and whom to ask: as DOCX, PDF, HTML and an e-mail draft, one by one, all
    in one document, and as a zip.
    """
    from headwater import intake, journey, refusing
    from headwater.presentation import packs

    if review:
        review_date(review)
    rows = _sponsors(sponsors) if sponsors else ()
    with Ticker() as ticker:
        ticker.say("Reading the tables")
        workbook = read_workbook(source, mapping, size=size)
        amount = None if budget is None else intake.parse_amount(budget, workbook.money)
        decision = journey.rationalize(
            workbook, budget=amount, seed=seed, title=title or _title(source),
            time_limit=time_limit, watch=ticker.watch,
        )  # fmt: skip
        found = refusing.refusals(
            workbook,
            decision,
            refusing.problem_of(workbook, budget=amount),
            only=only,
            sponsors=refusing.sponsors_of(rows, decision),
            review=review,
            contact=Contact.parse(contact),
            watch=ticker.watch,
        )
        ticker.say("Writing the pages")
        try:
            written = packs.write_no_pack(found, out) if found else ()
        except OSError as error:
            raise InputError(
                f"{out} cannot be written: {error.strerror}; name another --out"
            ) from error
    if not found:
        click.echo("Every project is recommended, so there is nobody to write to.")
        return
    click.echo(f"Pages for {len(found)} of {len(decision.projects)} projects, in {out}:")
    for path in written:
        if path.parent == out:
            click.echo(f"  {path.name}")
    click.echo(f"  {packs.LETTERS}/ with {len(found)} pages, each as docx, pdf, html and eml")


def _cell(row: dict[str, str], key: str) -> str:
    return (row.get(key) or "").strip()


def _sponsors(path: Path) -> tuple[tuple[str, str, str], ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            if not {"project", "sponsor"} <= set(table.fieldnames or ()):
                raise InputError(f"{path} needs the columns project and sponsor; email may follow")
            return tuple(
                (_cell(row, "project"), _cell(row, "sponsor"), _cell(row, "email")) for row in table
            )
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not a CSV file in UTF-8: {error}") from error
