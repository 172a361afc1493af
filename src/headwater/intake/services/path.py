"""Chains over several services, and the savings ledger, from their tables; answers from a file."""

from collections.abc import Container, Mapping
from datetime import date
from pathlib import Path

from headwater.intake.files import open_source
from headwater.intake.findings import Findings, closest
from headwater.intake.services.tables import Row, Sheet, made
from headwater.vocabulary.service_files import ChainGiven
from headwater.vocabulary.service_path import ChainLink, SavingClaimed
from headwater.vocabulary.service_work import Feedback

COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "chains": (
        ("run", "engagement", "follows", "process", "agreement", "calendar"),
        ("run", "engagement"),
    ),
    "savings": (
        ("id", "title", "line", "period", "amount", "claimed", "claimed by", "baseline",
         "baseline source", "evidence", "evidenced", "confirmed by"),
        ("id", "title", "line", "period", "amount", "claimed", "claimed by"),
    ),
}  # fmt: skip
ANSWER = ("id", "engagement", "on", "score", "comment", "by", "service")
UNDATED = date.min
"""The day of an answer whose file names none."""


def chains(
    sheet: Sheet | None,
    *,
    services: Mapping[str, str],
    agreements: Container[str],
    calendars: Container[str],
) -> tuple[ChainGiven, ...]:
    """Read chains: the rows of one run are its engagements, each following the row before.

    Process, agreement and calendar of a run may stand on any of its rows.
    """
    links: dict[str, list[ChainLink]] = {}
    said: dict[str, dict[str, str]] = {}
    for row in sheet.rows() if sheet else ():
        run, engagement = row.text("run"), row.text("engagement")
        own = links.setdefault(run, [])
        there = [each.engagement for each in own]
        if engagement in there:
            row.fault("engagement", f"{engagement} stands in the run {run} already; keep one row")
            continue
        follows = row.text("follows", there[-1] if there else "")
        if follows and follows not in there:
            row.fault(
                "follows",
                f"{follows} does not stand above {engagement} in the run {run}; put its row first"
                if there
                else f"{engagement} begins the run {run}, so it follows none; leave it blank",
            )
            continue
        own.append(ChainLink(engagement, services.get(engagement, ""), follows))
        _keep(row, said.setdefault(run, {}), {"agreement": agreements, "calendar": calendars})
    found = []
    for run, own in links.items():
        more = said.get(run, {})
        if own and sheet and not more.get("agreement") and not more.get("calendar"):
            mend = "give an agreement for the whole, or the customer's calendar"
            sheet.findings.fault(
                sheet.grid.name, 0, "", f"nothing says by which hours {run} counts; {mend}"
            )
        found.append(
            ChainGiven(
                run, more.get("process", ""), tuple(own), more.get("agreement", ""),
                more.get("calendar", ""),
            )
        )  # fmt: skip
    return tuple(found)


def _keep(row: Row, said: dict[str, str], known: Mapping[str, Container[str]]) -> None:
    """Keep what a row says of its run; two rows must not say different things."""
    for name in ("process", "agreement", "calendar"):
        written = row.text(name)
        if not written:
            continue
        if name in known and written not in known[name]:
            row.fault(name, f"there is no {name} {written!r} in the table {name}s; add it there")
        elif said.setdefault(name, written) != written:
            row.fault(name, f"another row of {row.text('run')} says {said[name]!r}; keep one")


def saving(row: Row) -> SavingClaimed | None:
    """Read one claim; blanks are kept, and the ledger says what they lack."""
    amount, claimed = row.number_of("amount"), row.day("claimed")
    if amount is None:
        row.fault("amount", "it is not known; a claim has an amount")
        return None
    if claimed is None:
        return None
    return made(
        row, SavingClaimed,
        id=row.text("id"), title=row.text("title"), line=row.text("line"),
        period=row.text("period"), amount=amount, claimed=claimed,
        claimed_by=row.text("claimed by"), baseline=row.number_of("baseline"),
        baseline_source=row.text("baseline source"), evidence=row.text("evidence"),
        evidenced=row.day("evidenced"), confirmed_by=row.text("confirmed by"),
    )  # fmt: skip


def answer(row: Row) -> Feedback | None:
    """Read one answer of a file that holds answers alone: a score or a comment is enough."""
    score = row.number_of("score")
    if score is not None and score != int(score):
        row.fault("score", f"{score:g} is no whole number from 0 to 10")
        return None
    if score is None and not row.text("comment"):
        return None
    return made(
        row, Feedback,
        id=row.text("id", f"row {row.number}"), engagement=row.text("engagement"),
        on=row.day("on") or UNDATED, score=None if score is None else int(score),
        comment=row.text("comment"), by=row.text("by"), service=row.text("service"),
    )  # fmt: skip


def read_answers(source: Path) -> tuple[tuple[Feedback, ...], tuple[str, ...]]:
    """Read a single file of answers to the one question; only a column `score` is needed.

    Returns
    -------
    tuple
        The answers, with `UNDATED` where the file names no day, and notes on how it was read.

    Raises
    ------
    InputError
        If nothing can be read, or a row must be mended; names row and column.
    """
    from headwater.intake.services.office import refuse

    findings = Findings()
    (grid, *_) = open_source(Path(source), findings)
    sheet = Sheet(grid, ANSWER, (), findings)
    if "score" not in sheet.headings:
        written = [str(each) for each in grid.rows[0][1]] if grid.rows else []
        there = closest("score", written) or f"; it has {', '.join(written) or 'nothing'}"
        findings.fault(grid.name, 1, "", f"there is no column 'score'{there}")
    found = [answer(row) for row in sheet.rows()] if "score" in sheet.headings else []
    blank = sum(each is None for each in found)
    refuse(findings)
    many = "1 row holds" if blank == 1 else f"{blank:,} rows hold"
    notes = (f"{many} neither score nor comment: left out.",) if blank else ()
    kept = tuple(each for each in found if each is not None)
    return kept, (*notes, *findings.notes, *findings.ignored)
