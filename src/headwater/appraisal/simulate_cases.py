"""Draws cases together: which quantity takes which column of the scores, and all blocks."""

from collections.abc import Sequence
from typing import Any

from headwater.appraisal.by_products import Compiled
from headwater.appraisal.correlation import joint
from headwater.appraisal.simulate_draws import Task, draw_block
from headwater.appraisal.simulate_plan import Plan, plan_of
from headwater.appraisal.simulate_worth import Block
from headwater.appraisal.ties import Ties, ties_of
from headwater.compute import at_once
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation, Sampling
from headwater.vocabulary.progress import Watcher, ignore

BLOCKS = 16
DRAWS = 16_384
MOST = 4_000_000
SHARED = "*"


def drawn_blocks(
    case: BusinessCase,
    *,
    option: str | None = None,
    practice: str | None = None,
    pack: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    workers: int = 1,
    watch: Watcher = ignore,
) -> tuple[Plan, list[Block]]:
    """Return the drawn values of a case by block, as `simulate` draws them."""
    plans, blocks, _, _ = drawn_cases(
        [case], options=[option], practice=practice, pack=pack, correlations=(), shocks=(),
        draws=draws, seed=seed, sampling="sobol", workers=workers, general=False, watch=watch,
        shared=(), prefixed=False,
    )  # fmt: skip
    return plans[0], [block[0] for block in blocks]


def drawn_cases(
    cases: Sequence[BusinessCase],
    *,
    options: Sequence[str | None],
    practice: str | None,
    pack: str | None,
    correlations: Sequence[RankCorrelation],
    shocks: Sequence[CommonShock],
    draws: int,
    seed: int,
    sampling: Sampling,
    workers: int,
    general: bool,
    watch: Watcher,
    shared: Sequence[str],
    prefixed: bool,
) -> tuple[list[Plan], list[list[Block]], Task, Ties]:
    """Draw cases together: their plans, by block what each is worth, and how it was done.

    Raises
    ------
    InputError
        As `simulate` and `simulate_together`.
    """
    if sampling not in ("sobol", "random"):
        raise InputError(f"{sampling!r} is no way of drawing; there are: sobol, random")
    if not BLOCKS <= draws <= MOST:
        raise InputError(f"{draws} draws cannot be; {BLOCKS} to {MOST:,} can")
    plans = [
        plan_of(case, option=option, practice=practice, pack=pack)
        for case, option in zip(cases, options, strict=True)
    ]
    names, columns = _columns(plans, shared, prefixed)
    ties = ties_of(
        [
            (plan.case, [(q, names[at]) for q, at in zip(plan.quantities, own, strict=True)])
            for plan, own in zip(plans, columns, strict=True)
        ],
        correlations=correlations,
        shocks=shocks,
    )
    mixed = joint(names, correlations=ties.correlations, shocks=ties.shocks)
    task = Task(
        cases=tuple(cases),
        options=tuple(plan.option.id for plan in plans),
        practice=practice,
        pack=pack,
        mixed=mixed,
        columns=columns,
        seed=seed,
        size=1 << max(0, (-(-draws // BLOCKS) - 1).bit_length()),
        sampling=sampling,
        general=general,
    )
    vars(task)["plans"] = plans  # made already; other processes make their own
    # compiled work lets go of the interpreter, so threads serve and nothing is sent about
    threads = all(isinstance(each, Compiled) for each in task.compiled)
    blocks = at_once(
        draw_block, range(BLOCKS), shared=task, workers=workers, watch=watch, stage="drawing",
        threads=threads,
    )  # fmt: skip
    return plans, blocks, task, ties


def _columns(
    plans: Sequence[Plan], shared: Sequence[str], prefixed: bool
) -> tuple[list[str], tuple[tuple[int, ...], ...]]:
    """Give each drawn quantity a column of scores; a shared one has one column for all cases."""
    names: dict[str, int] = {}
    first: dict[str, Any] = {}
    columns = []
    for plan in plans:
        own = []
        for each in plan.quantities:
            common = each.kind == "assumption" and each.name in shared
            name = each.name
            if prefixed:
                name = f"{SHARED if common else plan.case.id}: {each.name}"
            stated = plan.model.quantities[each.key].uncertainty if common else None
            if common and first.setdefault(each.name, stated) != stated:
                raise InputError(
                    f"assumption {each.name!r} is shared and has another distribution in case "
                    f"{plan.case.id!r}; make them the same"
                )
            if name in names and not common:
                raise InputError(
                    f"two uncertain things of case {plan.case.id!r} are called {each.name!r}; "
                    "rename one"
                )
            own.append(names.setdefault(name, len(names)))
        columns.append(tuple(own))
    missing = sorted(set(shared) - set(first))
    if missing:
        raise InputError(f"no case has the uncertain assumption {missing[0]!r} to share")
    return list(names), tuple(columns)
