"""Which facts to find out next: those whose answer would change the recommended portfolio."""

from dataclasses import dataclass

from headwater.portfolio import wording
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.solver import Solver
from headwater.portfolio.unknowns import Unknown, unknowns
from headwater.vocabulary.portfolio import Ask, Optimum, Problem, RobustSet
from headwater.vocabulary.progress import Progress, Watcher, ignore

STAGE = "Finding what to ask next"
MOST_EXAMINED = 60
MOST_EXAMINED_LARGE = 20
LARGE = 300
"""Candidates from which fewer unknowns are examined."""
MOST_STEPS = 1_000_000


def questions(
    problem: Problem,
    optimum: Optimum,
    robust: RobustSet,
    *,
    most: int = 8,
    watch: Watcher = ignore,
) -> tuple[Ask, ...]:
    """Rank what is not known by how many projects its extreme answers exchange.

    Every range of use, value or weight, and every unknown use, is a question. The recommended
    portfolio is found again at both extreme answers, all else as recommended; the swing is
    the number of projects that differ between the two. Only the 60 most promising are
    examined (20 from 300 projects): those of largest width x (contestedness + 0.1), where
    contestedness is share x (1 - share) among the portfolios that nothing beats.

    Returns
    -------
    tuple of Ask
        At most `most`, largest swing first, then most contested, then by name; none whose
        answer changes nothing.
    """
    model = compile_model(problem)
    if model.size == 0:
        return ()
    current = model.positions(optimum.chosen)
    examined = MOST_EXAMINED if model.size < LARGE else MOST_EXAMINED_LARGE
    ranked = sorted(unknowns(model), key=lambda each: (-_promise(each, robust), each.about))
    found = []
    for number, unknown in enumerate(ranked[:examined]):
        watch(Progress(STAGE, fraction=number / min(examined, len(ranked))))
        low = _best(compile_model(unknown.low), (current,))
        high = _best(compile_model(unknown.high), (low, current))
        swung = [at for at in range(model.size) if low[at] != high[at]]
        if swung:
            found.append(_Found(unknown, swung, _contested(unknown, robust)))
    found.sort(key=lambda each: (-len(each.swung), -each.contested, each.unknown.about))
    return tuple(_asked(model, each) for each in found[:most])


@dataclass(frozen=True, slots=True)
class _Found:
    unknown: Unknown
    swung: list[int]
    contested: float


def _contested(unknown: Unknown, robust: RobustSet) -> float:
    share = robust.core_index.get(unknown.project, 0.5)
    return share * (1 - share)


def _promise(unknown: Unknown, robust: RobustSet) -> float:
    return unknown.width * (_contested(unknown, robust) + 0.1)


def _best(model: Model, starts: tuple[Integers, ...]) -> Integers:
    """Return the best portfolio; among equals, one of the `starts`, so that only need changes."""
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    for start in starts:
        complete = model.with_synergies(start)
        if solver.program.allows(complete):
            solver.remember(complete)
    return solver.quick(cost, most_steps=MOST_STEPS).x[: model.size]


def _asked(model: Model, found: _Found) -> Ask:
    names = wording.listed((model.names[model.ids[at]] for at in found.swung), most=4)
    count = len(found.swung)
    moves = "1 project enters or leaves" if count == 1 else f"{count} projects enter or leave"
    why = f"{found.unknown.extremes}{moves} the recommended portfolio: {names}."
    return Ask(
        about=found.unknown.about,
        text=found.unknown.text,
        why=why[0].upper() + why[1:],
        swing=count,
        project=found.unknown.project,
    )
