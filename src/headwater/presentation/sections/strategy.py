"""How the portfolio serves the objectives, and what the leaders value."""

from itertools import combinations

from headwater.presentation import charts, facts, tables
from headwater.presentation.sections.opening import ILLUSTRATIVE_TAG, marked_once, tags
from headwater.presentation.wording import count, listed, percent
from headwater.vocabulary.decision import Decision, ObjectiveCoverage, WeightRange
from headwater.vocabulary.report import Block, Callout, Heading, Points, Section, Text, Trace

MOST_BARS = 12
MOST_LEADERS = 7
MOST_CRITERIA = 12


def coverage(decision: Decision) -> Section | None:
    """Which objectives are served, crowded or left without a project."""
    if not decision.coverage:
        return None
    marked = marked_once(decision, "coverage")
    shown = facts.top_objectives(decision)
    aside: list[Block] = []
    for heading, finding in (
        ("No project at all", "gap"),
        ("Would lose every project", "uncovered"),
        ("Crowded", "crowded"),
    ):
        if named := facts.found(decision, finding):
            aside += [Heading(heading), Points(_names(named))]
    aside += [Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked]
    aside.append(Text("A project that serves several objectives counts in each.", "small"))
    return Section(
        key="coverage",
        label="Objectives",
        title=_coverage_title(decision),
        blocks=(charts.coverage(decision, most=MOST_BARS),),
        aside=tuple(aside),
        tags=tags(decision, "coverage"),
        trace=(
            *(
                Trace(
                    f"{each.name}: {percent(each.share)} of the recommended spending",
                    f"coverage[{each.id}].share",
                )
                for each in shown[:MOST_BARS]
            ),
            Trace("Gaps, lost and crowded objectives", "coverage[*].finding"),
        ),
    )


def _names(found: tuple[ObjectiveCoverage, ...], most: int = 3) -> tuple[str, ...]:
    named = [each.name for each in found]
    if len(named) > most:
        return (*named[: most - 1], f"and {len(named) - most + 1} more")
    return tuple(named)


def _coverage_title(decision: Decision) -> str:
    lowest = facts.lowest_objectives(decision)
    gaps, lost = facts.found(decision, "gap"), facts.found(decision, "uncovered")
    crowded = facts.found(decision, "crowded")
    of = f"of {count(len(lowest), 'objective')}"
    said = []
    if gaps:
        said.append(f"{len(gaps)} {of} {'has' if len(gaps) == 1 else 'have'} no project")
    if lost:
        start = f"{len(lost)} would lose" if gaps else f"{len(lost)} {of} would lose"
        said.append(f"{start} every project")
    if crowded and not said:
        said.append(f"Every objective is served, and {len(crowded)} {of} draw a crowd")
    return " and ".join(said) or "Every objective is served by a recommended project"


def weights(decision: Decision) -> Section | None:
    """How far the weights of the criteria can lie apart; None where nobody weighed anything."""
    if not decision.weights:
        return None
    marked = marked_once(decision, "weights")
    aside: list[Block] = [
        Heading("How to read it"),
        Text(
            "The bar runs from the lowest to the highest weight that the answers allow; the line "
            "in it is the central weight. A call is start or stop only when it holds everywhere "
            "in these ranges."
        ),
        *(Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked),
    ]
    return Section(
        key="weights",
        label="What leaders value",
        title=_weights_title(decision),
        blocks=(charts.weights(decision, most=MOST_CRITERIA),),
        aside=tuple(aside),
        tags=tags(decision, "weights"),
        trace=tuple(
            Trace(
                f"{each.criterion}: {percent(each.low)} to {percent(each.high)}, "
                f"central {percent(each.centre)}",
                f"weights[{each.criterion}].low; .high; .centre",
            )
            for each in decision.weights[:MOST_CRITERIA]
        ),
    )


def _weights_title(decision: Decision) -> str:
    widest = max(decision.weights, key=lambda each: (each.high - each.low, each.criterion))
    heaviest = max(decision.weights, key=lambda each: (each.centre, each.criterion))
    if len(decision.weights) == 1:
        return f"One criterion decides: {widest.criterion}"
    if widest.high - widest.low < 0.005:
        return f"The weights are known; {heaviest.criterion} counts most"
    return (
        f"Views lie furthest apart on {widest.criterion}: from {percent(widest.low)} to "
        f"{percent(widest.high)} of the weight"
    )


def leaders(decision: Decision, *, fits_slide: bool = False) -> Section | None:
    """Each leader's own weights; None without leaders, or where a slide cannot hold them."""
    table = tables.leaders(decision)
    if table is None:
        return None
    if fits_slide and (len(table.columns) - 2 > MOST_LEADERS or len(table.rows) > MOST_CRITERIA):
        return None
    marked = marked_once(decision, "weights")
    return Section(
        key="leaders",
        label="What leaders value",
        title=_leaders_title(decision),
        blocks=(table, *(Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked)),
        tags=tags(decision, "weights"),
        trace=(Trace("Each leader's range", "weights[<criterion>].by_leader[<leader>]"),),
    )


def _leaders_title(decision: Decision) -> str:
    furthest = max(
        (apart for each in decision.weights for apart in _apart(each)),
        default=(0.0, "", "", ""),
    )
    distance, criterion, one, other = furthest
    if distance <= 0:
        names = {name for each in decision.weights for name in each.by_leader}
        return f"The answers of {count(len(names), 'leader')} overlap on every criterion"
    return f"{listed((one, other))} stand furthest apart, on {criterion}"


def _apart(weight: WeightRange) -> list[tuple[float, str, str, str]]:
    """By how much two leaders' ranges fail to meet, for each pair in alphabetical order."""
    return [
        (max(left.low - right.high, right.low - left.high), weight.criterion, one, other)
        for (one, left), (other, right) in combinations(sorted(weight.by_leader.items()), 2)
    ]
