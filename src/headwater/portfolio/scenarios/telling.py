"""Changes of a scenario in words: 'all budgets fall by 10%', 'Pay.gov comes 2 periods later'."""

from collections.abc import Sequence

from headwater.portfolio import wording
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.scenario import ABOUT_PROJECTS, Change

MOST_IN_A_NAME = 3
LONGEST_NAME = 120


def told(change: Change, problem: Problem) -> str:
    """Say what is different, with the project's name instead of its id."""
    name = change.name
    if change.kind in ABOUT_PROJECTS:
        name = wording.names_of(problem).get(name, name) or "every project"
    size = wording.amount(abs(change.number))
    down = change.number < 0
    match change.kind:
        case "budget_percent":
            which = f"the {name}" if name.startswith("budget") else f"the budget {name}"
            which = wording.the(name) if name == "total budget" else which
            return _moved(which if name else "every budget", size, down)
        case "limit_amount":
            limit = next((each for each in problem.limits if each.name == name), None)
            size = wording.in_unit(change.number, limit) if limit else wording.amount(change.number)
            return f"{wording.the(name)} is {size}"
        case "capacity_by":
            return f"{size} {'less' if down else 'more'} of {name}"
        case "slip":
            periods = "period" if abs(change.number) == 1 else "periods"
            return f"{name} comes {size} {periods} {'earlier' if down else 'later'}"
        case "remove":
            return f"{name} is not on offer"
        case "force_in":
            return f"{name} must be chosen"
        case "cost_percent":
            return f"{name} costs {size}% {'less' if down else 'more'}"
        case "value_percent":
            return f"{name} is worth {size}% {'less' if down else 'more'}"
        case "score":
            score = change.typed or wording.amount(change.number)
            return f"{name} scores {score} on {change.criterion}"
        case "weight":
            return f"{name} weighs {size}%"
        case _:
            return f"the weights are {name}" if name else "the weights are others"


def title_of(changes: Sequence[Change], problem: Problem) -> str:
    """Return a name for a scenario that was given none: its first changes, in words."""
    words = [told(each, problem) for each in changes]
    name = wording.listed(words, most=MOST_IN_A_NAME) if words else "Nothing changes"
    name = name[0].upper() + name[1:]
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def _moved(what: str, size: str, down: bool) -> str:
    return f"{what} {'falls' if down else 'rises'} by {size}%"
