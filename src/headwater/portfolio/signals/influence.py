"""Influence of one: how many chosen projects change when one scorer or leader is left out."""

from collections.abc import Callable, Collection, Sequence

from headwater.portfolio.signals.family import LEVEL
from headwater.vocabulary.signals import Evidence, Signal, Strength

SOME, STRONG = 0.1, 0.25
"""Parts of the portfolio: from here on one person's influence is worth a look, or is strong."""
TEST = "The portfolio chosen again without one person; a description, nothing is tested."
DOUBTS = (
    "Somebody who knows most about contested projects has influence for a good reason.",
    "How many projects change also depends on how close the choice is, not only on the person.",
)


def influence(
    people: Sequence[str],
    *,
    chosen: Collection[str],
    solve: Callable[[str], Collection[str]],
    some: float = SOME,
    strong: float = STRONG,
) -> tuple[Signal, ...]:
    """Leave out each scorer or leader in turn and compare what is chosen.

    Parameters
    ----------
    people
        Names of the scorers or leaders.
    chosen
        Ids chosen with everybody.
    solve
        Ids chosen without the person named.
    some, strong
        From which part of the portfolio on the change is worth a look, or is strong; the part
        is the number of projects that enter or leave, whichever is larger, over `chosen`.

    Returns
    -------
    tuple of Signal
        By name; each lists the projects that enter and leave. They are descriptions: no
        false-alarm level belongs to them and they take none from the tests.
    """
    return tuple(
        _signal(person, set(chosen), set(solve(person)), some, strong)
        for person in sorted(set(people))
    )


def _signal(person: str, chosen: set[str], without: set[str], some: float, strong: float) -> Signal:
    entering, leaving = sorted(without - chosen), sorted(chosen - without)
    changed = max(len(entering), len(leaving))
    part = changed / max(len(chosen), 1)
    strength: Strength = "none"
    if changed and part >= some:
        strength = "strong" if part >= strong else "some"
    text = (
        f"Without {person} the same projects would be chosen."
        if not changed
        else f"Without {person}, {len(leaving)} of the {len(chosen)} chosen projects would leave "
        f"and {len(entering)} others would enter."
    )
    rows = [{"project": each, "without them": "enters"} for each in entering]
    rows += [{"project": each, "without them": "leaves"} for each in leaving]
    evidence = Evidence(
        TEST, tuple(rows), estimate=part, unit="part of the chosen projects", tests=0, level=LEVEL
    )
    return Signal("influence", person, strength, text, evidence, DOUBTS)
