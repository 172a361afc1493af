"""What the money buys: value against cost, the frontier, budgets and capacities."""

from headwater.presentation import charts, facts, tables
from headwater.presentation.sections.opening import ILLUSTRATIVE_TAG, marked_once, tags
from headwater.presentation.wording import count, money, number, percent
from headwater.vocabulary.decision import Decision, LimitUse
from headwater.vocabulary.portfolio import FrontierPoint
from headwater.vocabulary.report import (
    Block,
    Callout,
    Column,
    Heading,
    Section,
    Table,
    Text,
    Trace,
)

FULL = 0.99  # from here a limit is called nearly used up
NOTHING = 0.0005  # a change of value that 0.0% would stand for
STEP = 0.08  # how far from the budget, as a share of it, "more" and "less" are read


def value_against_cost(decision: Decision) -> Section | None:
    """Dots of value and cost; None where nothing states value or few costs are known."""
    if not facts.states_value(decision) or len(charts.drawable(decision)) < 3:
        return None
    aside: list[Block] = [Heading("How to read it"), Text(_reading(decision))]
    if missing := charts.undrawn(decision):
        aside.append(Text(missing, "small"))
    return Section(
        key="value",
        label="Value against cost",
        title=_value_title(decision),
        blocks=(charts.value_against_cost(decision),),
        aside=tuple(aside),
        tags=tags(decision),
        trace=(
            Trace("Value of each project: middle of its range", "projects[<id>].value"),
            Trace("Cost of each project: middle of its range", "projects[<id>].cost"),
            Trace(f"Value is counted in {decision.value_unit}", "value_unit; value_meaning"),
        ),
    )


def _value_title(decision: Decision) -> str:
    start = decision.called("start")
    asked, worth = facts.cost_of(decision.projects), facts.worth_of(decision.projects)
    if not start or asked <= 0 or any(each.value.middle < 0 for each in decision.projects):
        return "Value for money varies widely between the projects"
    if worth <= 0:
        return "The projects bring no value under the central weights"
    return (
        f"The projects to start bring {percent(facts.worth_of(start) / worth)} of the value for "
        f"{percent(facts.cost_of(start) / asked)} of the money asked"
    )


def _reading(decision: Decision) -> str:
    return (
        "High and to the left is much value for little money. Projects to stop are not worthless: "
        "under the limits, others bring more for the same money. "
        f"{decision.value_meaning}"
    )


def frontier(decision: Decision) -> Section | None:
    """Show the highest value each total budget buys; None where it was not computed."""
    if len(decision.frontier) < 2 or not facts.states_value(decision):
        return None
    aside: list[Block] = [
        Heading("How to read it"),
        Text(
            "Each point is the best portfolio for that budget, found anew. Where the line is "
            "steep, money buys much; where it is flat, it buys little."
        ),
    ]
    if near := _neighbours(decision):
        aside.append(near)
    if any(each.gap > 0 for each in decision.frontier):
        worst = max(each.gap for each in decision.frontier)
        aside.append(
            Text(f"Some points are the best found, at most {worst:.1%} below the best.", "small")
        )
    marked = marked_once(decision, "limits")
    aside += [Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked]
    return Section(
        key="frontier",
        label="Value of more money",
        title=_frontier_title(decision),
        blocks=(charts.frontier(decision),),
        aside=tuple(aside),
        tags=tags(decision),
        trace=(
            Trace("Each point of the line", "frontier[*].budget; frontier[*].value"),
            Trace("The budget that was set", "budget"),
        ),
    )


def _frontier_title(decision: Decision) -> str:
    less, here, more = _steps(decision)
    if here is None or here.value <= 0 or not (less or more):
        return "What the portfolio is worth depends on the budget"
    said = []
    if more:
        said.append(f"{_step(decision, here, more)} more would add {_change(here, more)}")
    if less:
        said.append(f"{_step(decision, here, less)} less would cost {_change(here, less)}")
    said[0] += " of today's value" if len(said) == 1 else " to the value"
    return "; ".join(said)


def _steps(
    decision: Decision,
) -> tuple[FrontierPoint | None, FrontierPoint | None, FrontierPoint | None]:
    """Return the points of the frontier a step below, nearest to and a step above the budget."""
    budget = decision.budget
    if not budget:
        return None, None, None
    points = sorted(decision.frontier, key=lambda each: each.budget)
    here = min(points, key=lambda each: abs(each.budget - budget))
    more = next((each for each in points if each.budget >= here.budget + STEP * budget), None)
    less = next((each for each in points[::-1] if each.budget <= here.budget - STEP * budget), None)
    return less, here, more


def _neighbours(decision: Decision) -> Table | None:
    """Show a few budgets, each with its best value against today's."""
    less, here, more = _steps(decision)
    if here is None or here.value <= 0:
        return None
    most = max(decision.frontier, key=lambda each: each.budget)
    shown = {each.budget: each for each in (less, here, more, most) if each}
    return Table(
        columns=(
            Column(f"Budget ({decision.money.label})", "money", share=1.2),
            Column("Value", "number"),
            Column("Change", "percent"),
        ),
        rows=tuple(
            (
                each.budget,
                each.value,
                "now" if each is here else _signed((each.value - here.value) / here.value),
            )
            for each in sorted(shown.values(), key=lambda each: each.budget)
        ),
    )


def _signed(share: float) -> str:
    return "0%" if abs(share) < NOTHING else f"{share:+.1%}"


def _step(decision: Decision, here: FrontierPoint, there: FrontierPoint) -> str:
    return money(abs(there.budget - here.budget), decision.money)


def _change(here: FrontierPoint, there: FrontierPoint) -> str:
    share = abs(there.value - here.value) / here.value
    if share < NOTHING:
        return "nothing"
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"


def limits(decision: Decision) -> Section | None:
    """Budget and capacity by period; None where nothing was limited."""
    if not decision.limits:
        return None
    chart = charts.budgets(decision)
    capacities = any(each.kind == "capacity" for each in decision.limits)
    marked = marked_once(decision, "limits")
    beside: tuple[Block, ...] = (
        Heading("Tightest limits"),
        tables.limits(decision, "capacity" if capacities else "", most=8),
        *(Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked),
    )
    return Section(
        key="limits",
        label="Budget and capacity",
        title=_limits_title(decision),
        blocks=(chart,) if chart else beside,
        aside=beside if chart else (),
        tags=tags(decision, "limits"),
        trace=tuple(
            Trace(
                f"{each.name}: {number(each.used)} used of {number(each.amount)}, "
                f"{number(each.asked)} asked",
                f"limits[{each.name}].used; .amount; .asked",
            )
            for each in decision.limits[:40]
        ),
    )


def _limits_title(decision: Decision) -> str:
    tight = [each for each in decision.limits if each.used >= FULL * each.amount]
    tightest = max(decision.limits, key=_share)
    if not tight:
        return f"No limit is used up; the tightest is {tightest.name}, {_used(tightest)} used"
    funds = [each for each in tight if each.kind == "budget"]
    people = [each for each in tight if each.kind == "capacity"]
    said = []
    if funds:
        of = [each for each in decision.limits if each.kind == "budget"]
        said.append(
            f"{_capital(funds[0].name)} is used up"
            if len(funds) == 1
            else f"{len(funds)} of {len(of)} budgets are used up"
        )
    if people:
        said.append(
            f"{people[0].name} has no room left"
            if len(people) == 1
            else f"{count(len(people), 'capacity', 'capacities')} have no room left"
        )
    return _capital(" and ".join(said))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(limit: LimitUse) -> float:
    return limit.used / limit.amount if limit.amount else 1.0


def _used(limit: LimitUse) -> str:
    return percent(_share(limit))
