"""Bundles: cases that reinforce each other, valued together, and shared out fairly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
LEAST = 1e-6


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
    ready = _ready(bundle, cases, values)
    everyone = frozenset(ready.alone)
    return BundleValue(
        bundle=bundle.id,
        name=bundle.name,
        npv=ready.worth(everyone),
        alone=ready.alone,
        counted_twice=ready.twice(everyone),
        together=ready.together,
        shares=_shares(sorted(ready.alone), ready.worth),
        claims=tuple(each for each in ready.claims if len(each.claims) > 1),
        doubts=_doubts(bundle, ready.claims),
    )


def bundle_synergies(
    bundle: Bundle,
    cases: Sequence[BusinessCase],
    *,
    values: Mapping[str, CaseValue] | None = None,
) -> dict[tuple[str, ...], float]:
    """Return what sets of members add to each other, so that every part of a bundle is right.

    Returns
    -------
    dict
        By ids of members (two or more, ascending), the amount in the first member's money: for
        any part of two or more, the members' values alone and the amounts of all sets within it
        sum to what the part is worth (its Harsanyi dividends). Sets that add nothing are left out.

    Raises
    ------
    InputError
        As `value_bundle`.
    """
    ready = _ready(bundle, cases, values)
    members = sorted(ready.alone)
    own = {frozenset((each,)): ready.alone[each] for each in members}
    found = {}
    for size in range(2, len(members) + 1):
        for chosen in combinations(members, size):
            inside = (
                own[frozenset(part)] for less in range(1, size)
                for part in combinations(chosen, less)
            )  # fmt: skip
            whole = frozenset(chosen)
            own[whole] = ready.worth(whole) - fsum(inside)
            if abs(own[whole]) > LEAST:
                found[chosen] = round(own[whole], 9)
    return found


@dataclass(frozen=True, slots=True)
class _Ready:
    """A bundle made ready: what members are worth alone, what they claim, what comes with all."""

    alone: dict[str, float]
    claims: tuple[PoolClaim, ...]
    factors: Mapping[int, float]
    scale: float
    together: float

    def twice(self, chosen: frozenset[str]) -> float:
        return _twice(self.claims, chosen, self.factors) / self.scale

    def worth(self, chosen: frozenset[str]) -> float:
        more = self.together if len(chosen) == len(self.alone) else 0.0
        return fsum(self.alone[each] for each in sorted(chosen)) - self.twice(chosen) + more


def _ready(
    bundle: Bundle, cases: Sequence[BusinessCase], values: Mapping[str, CaseValue] | None
) -> _Ready:
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
    outside = sorted(year for year in bundle.together if year not in factors)
    if outside:
        raise InputError(
            f"bundle {bundle.id!r} has a benefit in {outside[0]}, outside {first.base_year} to "
            f"{longest.last_year}"
        )
    return _Ready(
        alone,
        claims_on_pools(members, known, bundle.pools),
        factors,
        money.scale,
        fsum(amount * factors[year] for year, amount in bundle.together.items()),
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
