"""Blocks of a business case: headline figures, options, drivers, years, risks, measures."""

from math import fsum

from headwater.presentation.wording import listed, money, percent
from headwater.vocabulary.appraisal_case import BENEFITS
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import (
    Axis,
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Figure,
    Figures,
    Point,
    Series,
    Table,
    Text,
    Tone,
)

NOT_WRITTEN = "Not written yet."
MOST_DRIVERS = 8


def figures(file: CaseFile) -> Figures:
    """Return the three headline numbers of the option that is asked for."""
    unit, spread, chosen = file.value.money, file.spread, file.chosen
    ratio = "–" if chosen is None or chosen.bcr is None else f"{chosen.bcr:.2f}"
    return Figures(
        (
            Figure(
                money(file.central, unit),
                "Net present value against usual",
                f"about P10 to P90: {money(spread.npv, unit)}",
            ),
            Figure(
                money(spread.cost.middle, unit),
                "Money spent beyond usual",
                f"about P10 to P90: {money(spread.cost, unit)}",
            ),
            Figure(ratio, "Benefits for each unit of cost", "Never choose by it alone"),
        )
    )


def basis(file: CaseFile) -> str:
    """Say in what money, prices and year the figures stand, and by which edition."""
    value = file.value
    prices = f"{value.prices} prices"
    if value.prices == "real" and value.price_base:
        prices += f" of {value.price_base}"
    edition = value.parameters.get("edition") or value.practice
    return (
        f"Amounts in {value.money.label}, {prices}, present values of {value.base_year}; "
        f"{edition}. Costs beyond usual are not discounted."
    )


def options_table(file: CaseFile, *, reasons: bool = True) -> Table:
    """List the options that were valued."""
    reason = {each.id: each.reason or "no reason written" for each in file.case.options}
    rows: list[tuple[Cell, ...]] = []
    for each in file.value.options:
        mark = " (preferred)" if each.option == file.value.preferred else ""
        against = 0.0 if each.against is None else each.against
        ratio = "–" if each.bcr is None else f"{each.bcr:.2f}"
        why = (reason.get(each.option, ""),) if reasons else ()
        rows.append((f"{each.name}{mark}", each.pv_benefits, each.pv_costs, against, ratio, *why))
    columns = [
        Column("Option", share=2.4),
        Column("Benefits", "money", share=1.1),
        Column("Costs", "money", share=1.1),
        Column("Against usual", "money", share=1.2),
        Column("Ratio", share=0.7),
    ]
    if reasons:
        columns.append(Column("Why", share=3.2))
    caption = f"Options, present values in {file.value.money.label}"
    return Table(tuple(columns), tuple(rows), caption=caption, note=basis(file) if reasons else "")


def set_aside(file: CaseFile) -> Table | None:
    """List the options of the longlist that were not valued, with the reason."""
    left = [each for each in file.case.options if file.value.of(each.id) is None]
    if not left:
        return None
    columns = (Column("Looked at and set aside", share=2), Column("Why", share=4))
    rows = tuple((each.name, each.reason or "no reason written") for each in left)
    return Table(columns, rows)


def options_chart(file: CaseFile) -> Chart | None:
    """Draw the options' net present values against business as usual."""
    shown = [each for each in file.value.options if each.role != "business_as_usual"]
    if not shown:
        return None
    points = [
        Point(each.name, each.npv if each.against is None else each.against) for each in shown
    ]
    return Chart(
        kind="bars",
        title=f"Net present value against usual, {file.value.money.label}",
        series=(Series("Net present value", tuple(points)),),
        y=Axis(f"Net present value, {file.value.money.label}", "money"),
        table=Table(
            (Column("Option", share=3), Column("Against usual", "money")),
            tuple((each.label, each.y) for each in points),
        ),
    )


def drivers_chart(file: CaseFile) -> Chart | None:
    """Draw how far each assumption alone moves the value from its P10 to its P90."""
    found, unit = list(file.spread.drivers.items())[:MOST_DRIVERS], file.value.money.label
    if not found:
        return None
    low, high = (
        tuple(Point(each, pair[side] - file.central) for each, pair in found) for side in (0, 1)
    )
    ends = (Series("At its low end", low, "muted"), Series("At its high end", high))
    return Chart(
        kind="bars",
        title=f"What moves the net present value, one thing at a time, {unit}",
        series=ends,
        y=Axis(f"Change of the net present value, {unit}", "money"),
        table=Table(
            (
                Column("What moves", share=3),
                Column("Worth at its low end", "money"),
                Column("Worth at its high end", "money"),
            ),
            tuple((name, low, high) for name, (low, high) in found),
        ),
    )


def years_chart(file: CaseFile) -> Chart | None:
    """Draw benefits less costs by year, beyond business as usual."""
    net = file.net_by_year()
    if len(net) < 2:
        return None
    return Chart(
        kind="columns",
        title=f"Benefits less costs by year, beyond usual, {file.value.money.label}",
        series=(Series("Net", tuple(Point(str(year), net[year]) for year in net)),),
        y=Axis(file.value.money.label, "money"),
        table=Table(
            (Column("Year"), Column("Benefits less costs", "money")),
            tuple((str(year), amount) for year, amount in net.items()),
        ),
    )


def kinds_chart(file: CaseFile, table: Table | None = None) -> Chart | None:
    """Draw capital, running costs (down) and benefits (up) of the option asked for by year.

    `table` is what stands below instead of the same numbers.
    """
    years, sums = _by_kind(file)
    if len(years) < 2:
        return None
    tones: dict[str, Tone] = {"Capital": "stop", "Running costs": "muted"}
    return Chart(
        kind="columns",
        title=f"{file.chosen.name if file.chosen else ''} by year, {file.value.money.label}",
        series=tuple(
            Series(name, tuple(Point(str(y), a) for y, a in zip(years, row, strict=True)),
                   tones.get(name, ""))
            for name, row in sums.items()
        ),
        y=Axis(file.value.money.label, "money"),
        table=table or Table(
            (Column("Year"), *(Column(name, "money") for name in sums)),
            tuple(
                (str(y), *(row[at] for row in sums.values())) for at, y in enumerate(years)
            ),
        ),
    )  # fmt: skip


def _by_kind(file: CaseFile) -> tuple[list[int], dict[str, list[float]]]:
    counted = [each for each in file.chosen.lines if each.counted] if file.chosen else []
    years = sorted({year for each in counted for year in each.adjusted})
    kinds = {"Capital": ("capex",), "Running costs": ("opex",), "Benefits": BENEFITS}
    return years, {
        name: [
            (1 if kind is BENEFITS else -1)
            * fsum(each.adjusted.get(year, 0.0) for each in counted if each.kind in kind)
            for year in years
        ]
        for name, kind in kinds.items()
    }


def payback_chart(file: CaseFile) -> Chart | None:
    """Draw what has come back so far, beyond usual: plain and discounted."""
    net = file.net_by_year()
    if len(net) < 2 or file.chosen is None:
        return None
    plain, worth, rows = 0.0, 0.0, []
    for year, amount in net.items():
        plain += amount
        worth += amount * file.chosen.factors.get(year, 0.0)
        rows.append((str(year), plain, worth))
    return Chart(
        kind="columns",
        title=f"Added up to the end of each year, beyond usual, {file.value.money.label}",
        series=(
            Series("Not discounted", tuple(Point(year, a) for year, a, _ in rows), "muted"),
            Series("Discounted", tuple(Point(year, a) for year, _, a in rows)),
        ),
        y=Axis(file.value.money.label, "money"),
        table=Table(
            (Column("Year"), Column("Not discounted", "money"), Column("Discounted", "money")),
            tuple(rows),
        ),
    )


def payback_finding(file: CaseFile) -> str:
    """Say in a sentence when the money is back."""
    years = file.chosen.discounted_payback if file.chosen else None
    if years is None:
        return "The money does not come back within the years of the case, discounted"
    return f"The money is back after {years:.1f} years, discounted"


def risks_table(file: CaseFile, most: int = 12) -> Table | None:
    """List the risks of the option that is asked for, the likeliest first."""
    known = [each for each in file.case.risks if each.option in ("", file.spread.option)]
    known.sort(key=lambda each: -(each.probability or 0.0))
    if not known:
        return None
    return Table(
        (
            Column("What could go wrong", share=3),
            Column("Chance", share=0.9),
            Column("Would cost", share=1.8),
            Column("What is done", share=2.4),
            Column("Owner", share=1.6),
        ),
        tuple(
            (
                each.text,
                "?" if each.probability is None else percent(each.probability),
                each.impact or "?",
                each.mitigation or "nothing yet",
                each.owner or "nobody",
            )
            for each in known[:most]
        ),
    )


def beside(file: CaseFile) -> Table | None:
    """List what has no number and still counts."""
    found = [each for each in file.case.unquantified if each.option in ("", file.spread.option)]
    if not found:
        return None
    return Table(
        (
            Column("Beside the numbers", share=3),
            Column("For whom", share=2),
            Column("How large"),
            Column("Why no number", share=2),
        ),
        tuple(
            (each.text + (" (harm)" if each.harm else ""), each.who, each.size, each.why_not)
            for each in found
        ),
    )


def gate(file: CaseFile) -> Block:
    """Say whether the evaluability gate is passed, and what is missing."""
    if file.review.evaluable:
        return Callout(
            "Every benefit has an outcome measure, a baseline, a data source, an owner after "
            "closure and a review date.",
            title="Passes the evaluability gate",
            tone="start",
        )
    missing = listed((each.rstrip(".") for each in file.review.missing), most=4)
    return Callout(f"{missing}.", title="Does not pass the evaluability gate", tone="stop")


def doubts(file: CaseFile) -> tuple[str, ...]:
    """Return every doubt, each once."""
    chosen = file.chosen.doubts if file.chosen else ()
    return tuple(dict.fromkeys((*file.value.doubts, *chosen, *file.spread.doubts)))


def said(text: str, size: str = "plain") -> Text:
    """Return a paragraph; one that is missing says so."""
    return Text(text or NOT_WRITTEN, "lead" if size == "lead" else "plain")


def finding(file: CaseFile) -> str:
    """Say in one sentence what the case comes to."""
    chosen = file.chosen
    if chosen is None:
        return f"{file.case.name}: no option is preferred yet"
    unit = file.value.money
    word = "is worth" if file.central >= 0 else "costs more than it brings:"
    amount = money(abs(file.central), unit).replace(" ", "\u00a0")  # never parted by a line's end
    return f"{chosen.name} {word} {amount}"
