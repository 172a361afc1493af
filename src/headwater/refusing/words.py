"""What a sponsor's page says of worth, of assumptions and of doubts: short sentences."""

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Workbook


def states_worth(decision: Decision) -> bool:
    """Say whether projects differ in what they are worth: else nothing was stated of it."""
    values = {each.value for each in decision.projects}
    return len(values) > 1 or values not in ({Interval(0, 1)}, {Interval(0, 0)}, set())


def money_is_worth(decision: Decision) -> bool:
    """Say whether worth is counted in the decision's money unit."""
    return decision.value_unit == decision.money.label


def assumed_in(workbook: Workbook, decision: Decision, problem: Problem) -> tuple[str, ...]:
    """Say how worth and cost were counted."""
    costs = [each.cost for each in workbook.projects if each.cost is not None]
    ranges = any(
        not each.is_point for candidate in problem.candidates for each in candidate.values.values()
    )
    said = [_worth(decision, problem), "What has been spent already does not count."]
    if any(not each.is_point for each in costs):
        said.append("Where a cost is a range, we counted its high end.")
    if ranges and states_worth(decision):
        said.append("Where a benefit is a range, we counted its middle.")
    return tuple(said)


def _worth(decision: Decision, problem: Problem) -> str:
    if not states_worth(decision):
        return "Nobody has said yet what the projects are worth, so each counts the same."
    if money_is_worth(decision):
        return "The benefit of a project is the amount that was stated for it."
    number = len(problem.weights.criteria)
    if number == 1:
        return "The benefit of a project is its score."
    return (
        f"Each project was scored on {number} points. "
        f"The views of the leaders say how much each point counts."
    )


def doubts_of(workbook: Workbook, decision: Decision) -> tuple[str, ...]:
    """Say what is illustrative, and what was not proved or not listed in full."""
    said = [
        f"The {table} are illustrative. They were made up to show the method."
        for table in sorted(workbook.illustrative)
    ]
    if decision.gap > 0:
        said.append(
            f"We could not prove that our recommendation is the best one. "
            f"A better one would be worth at most {decision.gap:.2%} more."
        )
    if not decision.exact:
        said.append(
            f"There were too many combinations to list. We drew {decision.portfolios:,} at random."
        )
    return tuple(said)
