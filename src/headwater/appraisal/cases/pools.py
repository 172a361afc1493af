"""Benefit pools: what cases draw from one source, year by year, and the most it can give."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from headwater.vocabulary.appraisal_case import BENEFITS, BusinessCase
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_plans import BenefitPool
from headwater.vocabulary.appraisal_value import CaseValue, PoolClaim


def caps_of(cases: Sequence[BusinessCase], pools: Sequence[BenefitPool] = ()) -> dict[str, Decimal]:
    """Return the cap of each pool in ones of the currency; the lowest where several are stated.

    Pools given beside the cases are in the money of the first case; they win over the cases'.
    """
    found: dict[str, Decimal] = {}
    for case in cases:
        for pool in case.pools:
            if pool.cap is not None:
                cap = Decimal(repr(pool.cap)) * case.money.scale
                name = key(pool.name)
                found[name] = min(cap, found.get(name, cap))
    for pool in pools:
        if pool.cap is not None and cases:
            found[key(pool.name)] = Decimal(repr(pool.cap)) * cases[0].money.scale
    return found


def claims_on_pools(
    cases: Sequence[BusinessCase],
    values: Mapping[str, CaseValue],
    pools: Sequence[BenefitPool] = (),
) -> tuple[PoolClaim, ...]:
    """Return what the cases' options draw from each pool, by year, in ones of the currency."""
    caps = caps_of(cases, pools)
    rows: dict[tuple[str, int], dict[str, float]] = {}
    shown: dict[str, str] = {}
    for case in cases:
        value = values[case.id]
        option = value.of(value.preferred or value.best)
        of = {line.id: line for line in case.lines}
        for line in option.lines if option else ():
            pool = of[line.id].pool
            if not pool or not line.counted or line.kind not in BENEFITS:
                continue
            shown.setdefault(key(pool), pool)
            for year, amount in line.adjusted.items():
                row = rows.setdefault((key(pool), year), {})
                row[case.id] = row.get(case.id, 0.0) + amount * case.money.scale
    return tuple(
        PoolClaim(shown[pool], year, rows[pool, year], _cap(caps, pool))
        for pool, year in sorted(rows)
    )


def _cap(caps: Mapping[str, Decimal], pool: str) -> float | None:
    return float(caps[pool]) if pool in caps else None
