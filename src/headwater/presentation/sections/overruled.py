"""What leaders overruled and what that cost, by cycle; and what stands out among the leaders."""

from math import fsum

from headwater.presentation.tables import WORKBOOK
from headwater.presentation.wording import count, number, percent
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.override import LedgerEntry
from headwater.vocabulary.report import Block, Column, Heading, Points, Section, Table, Text, Trace

ORDERS = {
    "force_in": "Force in {}",
    "force_out": "Force out {}",
    "exempt": "Exempt {} from the limits",
    "reorder": "Put {} behind {}",
}


def overrides(decision: Decision) -> Section | None:
    """Show the ledger of overrides by cycle, the newest first; None where nobody overruled."""
    if not decision.overrides:
        return None
    cycles = sorted({each.override.cycle for each in decision.overrides}, reverse=True)
    blocks: list[Block] = []
    for cycle in cycles:
        found = [each for each in decision.overrides if each.override.cycle == cycle]
        blocks += [
            Heading(f"Cycle {cycle}"),
            Text(_cycle(decision, found)),
            _table(decision, found),
        ]
    return Section(
        key="overrides",
        label="Overrides",
        title=_title(decision),
        blocks=tuple(blocks),
        trace=(
            Trace("Orders, persons and reasons", "overrides[*].override"),
            Trace("Value lost, as priced when each was confirmed", "overrides[*].value_lost"),
        ),
    )


def order(entry: LedgerEntry, decision: Decision) -> str:
    """Say an order in a few words, with the names of its projects."""
    names = {each.id: each.name for each in decision.projects}
    given = entry.override
    return ORDERS[given.kind].format(
        names.get(given.project, given.project), names.get(given.behind, given.behind)
    )


def _title(decision: Decision) -> str:
    standing = [each for each in decision.overrides if each.stands]
    if not standing:
        return "Every override of this choice was undone"
    lost = fsum(each.value_lost for each in standing)
    whole = abs(decision.value)
    share = f", {percent(lost / whole)} of its value" if whole else ""
    verb = "stands; it costs" if len(standing) == 1 else "stand; they cost"
    return f"{count(len(standing), 'override')} {verb} {_worth(lost, decision)}{share}"


def _cycle(decision: Decision, found: list[LedgerEntry]) -> str:
    standing = [each for each in found if each.stands]
    people = sorted({each.override.by for each in standing})
    by = "; ".join(
        f"{who} {number(fsum(e.value_lost for e in standing if e.override.by == who))}"
        for who in people
    )
    lost = _worth(fsum(each.value_lost for each in standing), decision)
    undone = len(found) - len(standing)
    return (
        f"{len(standing)} standing, {undone} undone. Those standing cost {lost}"
        f"{f' ({by})' if by else ''}, as priced when each was confirmed."
    )


def _worth(value: float, decision: Decision) -> str:
    return f"{number(value)} {decision.value_unit}".strip()


def _table(decision: Decision, found: list[LedgerEntry]) -> Table:
    names = {each.id: each.name for each in decision.projects}
    return Table(
        columns=(
            Column("Order", share=3),
            Column("By", share=1.2),
            Column("Reason", share=3),
            Column("Comes out", share=2.4),
            Column(f"Value lost ({decision.value_unit})", "number", share=1.1),
            Column("", share=1.2),
        ),
        rows=tuple(
            (
                f"{each.number}. {order(each, decision)}",
                each.override.by,
                each.override.reason,
                ", ".join(names.get(id_, id_) for id_ in each.displaced) or "nothing",
                each.value_lost,
                "" if each.stands else f"Undone by {each.undone_by}",
            )
            for each in found
        ),
        ids=tuple(str(each.number) for each in found),
        pages=1,
        where=WORKBOOK,
    )


def findings(decision: Decision) -> Section | None:
    """Tell what stands out in the strategy and among the leaders; None where nothing does."""
    if not decision.findings:
        return None
    return Section(
        key="findings",
        label="What stands out",
        title=f"{count(len(decision.findings), 'thing')} "
        f"{'stands' if len(decision.findings) == 1 else 'stand'} out in the strategy and among "
        f"the leaders",
        blocks=(Points(decision.findings),),
        trace=(Trace(count(len(decision.findings), "finding"), "findings"),),
    )
