"""What to start, what the leaders should talk about, and what to stop."""

from collections.abc import Sequence

from headwater.presentation import charts, facts, tables
from headwater.presentation.sections.opening import tags
from headwater.presentation.wording import count, money, percent
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.report import Block, Callout, Heading, Points, Section, Text, Trace

MOST_BARS = 12
MOST_PAGES = 3
ROWS = Trace(
    "Cost, core index and reason of each row",
    "projects[<id>].cost; projects[<id>].core_index; projects[<id>].reason",
)


def start(decision: Decision) -> Section | None:
    """Show the projects that are in every good portfolio."""
    found = decision.called("start")
    if not found:
        return None
    mandatory = sum(each.mandatory for each in found)
    title = (
        "One project belongs in every good portfolio and can start now"
        if len(found) == 1
        else f"{len(found):,} projects belong in every good portfolio and can start now"
    )
    if mandatory:
        title += f"; {mandatory:,} {'is' if mandatory == 1 else 'are'} mandatory"
    return Section(
        key="start",
        label="Start",
        title=title,
        blocks=_listed(decision, found),
        tags=tags(decision),
        trace=(Trace(f"{len(found):,} projects", 'projects[call = "start"]'), ROWS),
    )


def stop(decision: Decision) -> Section | None:
    """Show the projects that are in no good portfolio."""
    found = decision.called("stop")
    if not found:
        return None
    cost = facts.cost_of(found)
    title = (
        "One project is in no good portfolio"
        if len(found) == 1
        else f"{len(found):,} projects are in no good portfolio"
    )
    if cost:
        verb = "stopping it" if len(found) == 1 else "stopping them"
        title += f"; {verb} frees {money(cost, decision.money)} of what was asked"
    return Section(
        key="stop",
        label="Stop",
        title=title,
        blocks=_listed(decision, found),
        tags=tags(decision),
        trace=(
            Trace(f"{len(found):,} projects", 'projects[call = "stop"]'),
            Trace(f"{money(cost, decision.money)}: sum of the high ends", "projects[*].cost"),
            ROWS,
        ),
    )


def _listed(decision: Decision, found: Sequence[Call]) -> tuple[Block, ...]:
    """List mandatory projects first, then the dearest; a reason that most share is said once."""
    ordered = sorted(
        found,
        key=lambda each: (not each.mandatory, -(each.cost.high if each.cost else 0.0), each.name),
    )
    common = tables.common_reason(ordered)
    table = tables.calls(decision, ordered, contested=False, pages=MOST_PAGES, unless=common)
    return (table,)


def contested(decision: Decision) -> Section | None:
    """How often each contested project is in a good portfolio, and what would settle it."""
    found = decision.called("contested")
    if not found:
        return None
    shown = found[:MOST_BARS]
    more = f" The {MOST_BARS} with the highest index are shown." if len(found) > MOST_BARS else ""
    lowest = percent(min(each.core_index for each in found))
    highest = percent(max(each.core_index for each in found))
    spread = f"{lowest} to {highest}" if lowest != highest else highest
    return Section(
        key="contested",
        label="Contested",
        title=(
            f"{count(len(found), 'project')} {_hangs(found)} on what is still open: in {spread} "
            f"of the good portfolios"
        ),
        blocks=(charts.core_indexes(decision, most=MOST_BARS),),
        aside=(*_settling(decision, found), Text(f"{_for_now(found)}{more}", "small")),
        tags=tags(decision),
        trace=(
            Trace(f"{len(found):,} projects", 'projects[call = "contested"]'),
            *(
                Trace(f"{each.name}: {percent(each.core_index)}", f"projects[{each.id}].core_index")
                for each in shown
            ),
        ),
    )


def _hangs(found: tuple[Call, ...]) -> str:
    return "hangs" if len(found) == 1 else "hang"


def _for_now(found: tuple[Call, ...]) -> str:
    taken = sum(each.chosen for each in found)
    return (
        f"For now the recommended portfolio takes {taken or 'none'} of the {len(found):,}, the "
        f"best set under the central weights."
    )


def _settling(decision: Decision, found: tuple[Call, ...]) -> tuple[Block, ...]:
    ids = {each.id for each in found}
    asks = [each for each in decision.questions if each.project in ids or not each.project]
    if not asks:
        return (
            Callout(
                "No single open answer was found that settles them: weigh the reasons on the "
                "next slide and decide.",
                "What would settle them",
                "contested",
            ),
        )
    return (Heading("What would settle them"), Points(tuple(each.text for each in asks[:3])))


def reasons(decision: Decision, *, pages: int = 2) -> Section | None:
    """Why each contested project is contested, and whether it is in for now."""
    found = decision.called("contested")
    if not found:
        return None
    taken = [each for each in found if each.chosen]
    cost = f" for {money(facts.cost_of(taken), decision.money)}" if facts.cost_of(taken) else ""
    title = (
        f"Until they are settled, {len(taken):,} of the {len(found):,} contested projects "
        f"{'is' if len(taken) == 1 else 'are'} in{cost}"
        if taken
        else f"Until {'it is' if len(found) == 1 else 'they are'} settled, none of the "
        f"{count(len(found), 'contested project')} is in"
    )
    return Section(
        key="contested-reasons",
        label="Contested",
        title=title,
        blocks=(tables.calls(decision, found, contested=True, pages=pages),),
        tags=tags(decision),
        trace=(
            Trace(f"{len(taken):,} in for now", 'projects[call = "contested"].chosen'),
            ROWS,
        ),
    )
