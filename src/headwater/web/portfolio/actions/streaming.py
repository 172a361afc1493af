"""A run as it comes in: a first valid choice within seconds, then the decision with its proof."""

from collections.abc import Iterator, Sequence
from math import fsum
from typing import Any

from headwater.vocabulary.portfolio import Candidate, Optimum
from headwater.vocabulary.progress import Progress, Watcher
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.portfolio.actions.deciding import work

FIRST = 2.0
"""Seconds of solving for the first choice."""
MOST_NAMES = 12


def streamed(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Yield a first valid choice in words under "said", then the decision; in the worker."""
    from headwater import journey  # with the solvers: only the worker needs them
    from headwater.portfolio import optimum
    from headwater.portfolio.framing import frame

    watch(Progress("Finding a first valid choice"))
    workbook = from_json(Workbook, inputs["workbook"])
    model, group, _ = journey.worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=inputs["budget"])
    first = optimum(problem, watch=watch, time_limit=FIRST, ties=False)
    costs = {each.id: each.cost.high for each in workbook.projects if each.cost is not None}
    spent = workbook.money.show(fsum(costs.get(each, 0.0) for each in first.chosen))
    yield {"said": _said(first, problem.candidates, spent)}
    yield work(inputs, watch)


def _said(first: Optimum, candidates: Sequence[Candidate], spent: str) -> list[str]:
    chosen = [each.name for each in candidates if each.id in first.chosen]
    named = ", ".join(chosen[:MOST_NAMES])
    more = f" and {len(chosen) - MOST_NAMES} more" if len(chosen) > MOST_NAMES else ""
    proof = (
        "No choice within the limits is worth more by the central weights."
        if first.gap == 0
        else f"At most {first.gap * 100:.2g}% better is possible; the search goes on."
    )
    found = f"A first valid choice: {len(chosen)} of {len(candidates)} projects for {spent}."
    return [found, proof, *([f"It holds {named}{more}."] if chosen else [])]
