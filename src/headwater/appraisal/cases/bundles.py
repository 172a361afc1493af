"""Bundles: cases that reinforce each other, valued together, and shared out fairly."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial, fsum

from headwater.appraisal.cases.pools import claims_on_pools
from headwater.appraisal.cases.ranges import extra
from headwater.appraisal.cases.valuation import value_case
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_plans import Bundle
from headwater.vocabulary.appraisal_value import BundleValue, CaseValue, PoolClaim

MOST_MEMBERS = 12


def value_bundle(
    bundle: Bundle,
    cases: Sequence[BusinessCase],
    *,
    values: Mapping[str, CaseValue] | None = None,
) -> BundleValue:
    """Value cases together: shared benefits once, and what comes only with all of them.

    Parameters
    ----------
    bundle
        Its members by case id; `together` and the caps of its pools in the money of the first
        member in alphabetical order.

    Returns
    -------
    BundleValue
        Sum of the members' net present values against business as usual, less what they claim
        beyond the caps of pools (without a cap: beyond the largest claim of a year, so that the
        benefit counts once), plus the present value of `together`. In the first member's money.

    Raises
    ------
    InputError
        If a member is not there, there are more than 12, or their currencies, base years or
        practices differ.

    Notes
    -----
    Shares are Shapley values: each member's mean contribution over all orders of joining.
    """
    members = _members(bundle, cases)
    known = {each.id: (values or {}).get(each.id) or value_case(each) for each in members}
    _check(bundle, members, known)
    money = members[0].money
    first = known[members[0].id]
    alone = {
        each.id: extra(known[each.id], known[each.id].preferred or known[each.id].best).npv
        * each.money.scale / money.scale
        for each in members
    }  # fmt: skip
    longest = max(known.values(), key=lambda each: each.last_year)
    factors = longest.options[0].factors
    claims = claims_on_pools(members, known, bundle.pools)
    outside = sorted(year for year in bundle.together if year not in factors)
    if outside:
        raise InputError(
            f"bundle {bundle.id!r} has a benefit in {outside[0]}, outside {first.base_year} to "
            f"{longest.last_year}"
        )
    together = fsum(amount * factors[year] for year, amount in bundle.together.items())

    def worth(chosen: frozenset[str]) -> float:
        twice = _twice(claims, chosen, factors) / money.scale
        more = together if len(chosen) == len(members) else 0.0
        return fsum(alone[each] for each in sorted(chosen)) - twice + more

    everyone = frozenset(alone)
    twice = _twice(claims, everyone, factors) / money.scale
    return BundleValue(
        bundle=bundle.id,
        name=bundle.name,
        npv=worth(everyone),
        alone=alone,
        counted_twice=twice,
        together=together,
        shares=_shares(sorted(alone), worth),
        claims=tuple(each for each in claims if len(each.claims) > 1),
        doubts=_doubts(bundle, claims),
    )


def _members(bundle: Bundle, cases: Sequence[BusinessCase]) -> list[BusinessCase]:
    by_id = {each.id: each for each in cases}
    if missing := sorted(set(bundle.members) - set(by_id)):
        raise InputError(f"bundle {bundle.id!r} names cases that are not there: {missing}")
    if len(bundle.members) > MOST_MEMBERS:
        raise InputError(f"bundle {bundle.id!r} has more than {MOST_MEMBERS} cases; part it")
    return [by_id[each] for each in sorted(bundle.members)]


def _check(bundle: Bundle, members: Sequence[BusinessCase], known: Mapping[str, CaseValue]) -> None:
    for what, said in (
        ("currencies", {each.money.currency for each in members}),
        ("base years", {str(each.base_year) for each in known.values()}),
        ("practices", {each.practice for each in known.values()}),
        ("prices", {f"{each.prices} {each.price_base or ''}" for each in known.values()}),
    ):
        if len(said) > 1:
            raise InputError(
                f"the cases of bundle {bundle.id!r} have different {what}: "
                f"{', '.join(sorted(said))}; put them into one"
            )


def _twice(
    claims: Sequence[PoolClaim], chosen: frozenset[str], factors: Mapping[int, float]
) -> float:
    """Return the present value that the chosen members claim beyond the pools' caps."""
    over = []
    for each in claims:
        rows = [amount for case, amount in each.claims.items() if case in chosen]
        cap = each.cap if each.cap is not None else max(rows, default=0.0)
        over.append(max(0.0, fsum(rows) - cap) * factors[each.year])
    return fsum(over)


def _shares(members: Sequence[str], worth: Callable[[frozenset[str]], float]) -> dict[str, float]:
    count = len(members)
    value = {
        frozenset(chosen): worth(frozenset(chosen))
        for size in range(count + 1)
        for chosen in combinations(members, size)
    }
    shares = {}
    for member in members:
        others = [each for each in members if each != member]
        parts = []
        for size in range(count):
            weight = factorial(size) * factorial(count - size - 1) / factorial(count)
            parts += [
                weight * (value[frozenset((*rest, member))] - value[frozenset(rest)])
                for rest in combinations(others, size)
            ]
        shares[member] = fsum(parts)
    return shares


def _doubts(bundle: Bundle, claims: Sequence[PoolClaim]) -> tuple[str, ...]:
    open_pools = sorted({each.pool for each in claims if each.cap is None and len(each.claims) > 1})
    found = [
        f"Nothing says how much the benefit pool {pool!r} can give: the largest claim counts once."
        for pool in open_pools
    ]
    if bundle.together:
        found.append(
            "What comes only with all members is added for the whole bundle: a part of it is worth "
            "less than its share."
        )
    return tuple(found)
