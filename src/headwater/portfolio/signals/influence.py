"""Influence of one: how many chosen projects change when one scorer or leader is left out."""

from collections.abc import Callable, Collection, Sequence
from statistics import median

from headwater.vocabulary.signals import Evidence, Signal, Strength

SOME, STRONG = 0.1, 0.25
"""Parts of the portfolio: from here on one person's influence is worth a look, or is strong."""
APART = 2.5
"""It must also be this many times the median of the others' influence."""
FEWEST = 3
"""People; with fewer nobody can stand out from the others."""
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
    apart: float = APART,
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
    apart
        How many times the median of the others it must be besides.

    Returns
    -------
    tuple of Signal
        By name; each lists the projects that enter and leave. They are descriptions: no
        false-alarm level belongs to them and they take none from the tests.
    """
    names = sorted(set(people))
    whole = set(chosen)
    without = {person: set(solve(person)) for person in names}
    changed = {person: _changed(whole, without[person]) for person in names}
    found = []
    for person in names:
        others = [changed[each] for each in names if each != person]
        part = changed[person] / max(len(whole), 1)
        strength: Strength = "none"
        if len(names) >= FEWEST and part >= some and changed[person] >= apart * median(others):
            strength = "strong" if part >= strong else "some"
        found.append(_signal(person, whole, without[person], strength, others))
    return tuple(found)


def _changed(chosen: set[str], without: set[str]) -> int:
    return max(len(without - chosen), len(chosen - without))


def _signal(
    person: str, chosen: set[str], without: set[str], strength: Strength, others: Sequence[int]
) -> Signal:
    entering, leaving = sorted(without - chosen), sorted(chosen - without)
    changed = _changed(chosen, without)
    text = (
        f"Without {person} the same projects would be chosen."
        if not changed
        else f"Without {person}, {len(leaving)} of the {len(chosen)} chosen projects would leave "
        f"and {len(entering)} others would enter."
    )
    if changed and others:
        text = f"{text[:-1]}; leaving out another person changes {median(others):g} (median)."
    rows = [{"project": each, "without them": "enters"} for each in entering]
    rows += [{"project": each, "without them": "leaves"} for each in leaving]
    evidence = Evidence(
        TEST,
        tuple(rows),
        estimate=changed / max(len(chosen), 1),
        unit="part of the chosen projects",
        tests=0,
    )
    few = (f"With fewer than {FEWEST} people nobody can stand out.",)
    return Signal(
        "influence",
        person,
        strength,
        text,
        evidence,
        DOUBTS if len(others) + 1 >= FEWEST else (*DOUBTS, *few),
    )
