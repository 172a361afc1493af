"""What simulation adds to the documents of a case: chances, where the spread is from, regret."""

from headwater.presentation.wording import percent
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import Axis, Block, Cell, Chart, Column, Point, Series, Table

MOST = 6


def chances_table(file: CaseFile) -> Table | None:
    """List the percentiles of the value, the chance of a loss and the worst tenth."""
    found, unit = file.chances, file.value.money
    if found is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (f"P{share}: not exceeded with {share}%", each.told(unit))
        for share, each in sorted(found.npv.percentiles.items())
    ]
    rows += [
        ("Chance of a loss", found.loss.share()),
        ("Mean of the worst tenth", found.worst_tenth.told(unit)),
    ]
    if found.together is not None:
        rows.append(("Cost and time both within their P80", found.together.both.share()))
    note = f"{found.draws:,} draws, seed {found.seed}; no digit beyond what the draws justify."
    columns = (
        Column("Net present value by simulation", share=2),
        Column("Of the option asked for"),
    )
    return Table(columns, tuple(rows), note=note)


def shares_chart(file: CaseFile) -> Chart | None:
    """Draw each quantity's part in the spread: alone, and with what it does with others."""
    drive = file.drive
    found = [each for each in drive.shares[:MOST] if each.total.value > 0.005] if drive else []
    if not found:
        return None
    alone = tuple(Point(each.name, max(0.0, each.first.value)) for each in found)
    return Chart(
        kind="bars",
        title="Where the spread comes from",
        series=(Series("Alone", alone),),
        y=Axis("Share of the spread", "percent"),
        table=Table(
            (Column("Share of the spread (Sobol)", share=2), Column("Alone"),
             Column("With others")),
            tuple(
                (e.name, _within(e.first.value, e.first.error),
                 _within(e.total.value, e.total.error))
                for e in found
            ),
        ),
    )  # fmt: skip


def finding_out_table(file: CaseFile) -> Table | None:
    """List what is worth finding out before deciding, and at most how much."""
    drive, unit = file.drive, file.value.money
    if drive is None or drive.everything is None:
        return None
    asked = [each for each in drive.finding_out if each.worth.value > each.worth.error][:MOST]
    rows = [(each.names[0], each.worth.told(unit)) for each in asked]
    rows.append(("Everything at once", drive.everything.worth.told(unit)))
    columns = (Column("Worth finding out before deciding", share=2), Column("At most"))
    return Table(columns, tuple(rows))


def regret_table(file: CaseFile) -> Table | None:
    """List the options under the same draws: range, chance to be best, regret."""
    found, unit = file.compared, file.value.money
    if found is None:
        return None
    rows = tuple(
        (
            each.name,
            f"{each.npv.percentiles[10].told(unit)} to {each.npv.percentiles[90].told(unit)}",
            each.loss.share(),
            each.best.share(),
            each.regret.told(unit),
        )
        for each in found.options
    )
    columns = (
        Column("Option", share=2), Column("P10 to P90", share=2), Column("Chance of a loss"),
        Column("Best"), Column("Regret on average", share=1.3),
    )  # fmt: skip
    note = (
        "Options are never chosen by their ratio alone. Best: the chance that none is worth more; "
        "regret: what choosing it misses beside the best of each draw."
    )
    return Table(columns, rows, caption="Options under the same draws", note=note)


def rights_table(file: CaseFile) -> Table | None:
    """List what may be decided later, and what that is worth beside the value."""
    if not file.rights:
        return None
    unit = file.value.money
    rows = tuple(
        (
            each.right.text or f"{each.right.kind} {each.option}",
            str(each.year),
            each.simulated.worth.told(unit),
            "–" if each.lattice is None else each.lattice.worth.told(unit),
            each.simulated.use.share() if each.simulated.use else "–",
        )
        for each in file.rights
    )
    columns = (
        Column("May be decided later", share=3), Column("In"), Column("Worth, by draws", share=1.4),
        Column("By a lattice", share=1.4), Column("Used"),
    )  # fmt: skip
    note = "Beside the net present value and not in it: at most, if all is known by then."
    return Table(columns, rows, note=note)


def blocks(file: CaseFile) -> list[Block]:
    """Return all of it that there is, in the order of a document."""
    found: list[Block] = []
    for make in (chances_table, shares_chart, finding_out_table, regret_table, rights_table):
        made = make(file)
        if made is not None:
            found.append(made)
    return found


def _within(value: float, error: float) -> str:
    return f"{percent(max(0.0, value))} ± {100 * error:.1f}%"
