"""Cases held against each other: a benefit claimed twice, two values, capacity promised twice.

Everything is looked up by key, so the work grows with the number of rows and not with its square.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from headwater.appraisal.cases.into_workbook import capacity_of
from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.pools import caps_of, claims_on_pools
from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.formulas import unit
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BENEFITS, BusinessCase, CashLine
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_value import CaseValue, Collision, PoolClaim
from headwater.vocabulary.units import Interval

LITTLE = "a an and as at by for from in into of on or per the to with its their our more less new"
STOP = frozenset(LITTLE.split())
CLEAR = Decimal("0.1")  # from here on, two values of one assumption differ clearly
SAME = Decimal("1e-9")


def collisions(
    cases: Sequence[BusinessCase],
    *,
    values: Mapping[str, CaseValue] | None = None,
    capacities: Mapping[tuple[str, str], float] | None = None,
) -> tuple[Collision, ...]:
    """Say what cases claim and cannot all have.

    Parameters
    ----------
    cases
        Their preferred options are looked at (the best one, where none is preferred).
    values
        What `value_case` said, by case id; worked out where it is missing.
    capacities
        How much of a role there is in a period, keyed (role, period); None where it is not known.

    Returns
    -------
    tuple of Collision
        Worst first; the order of the cases does not matter.

    Raises
    ------
    InputError
        If two cases bear one id, or one cannot be worked out.
    """
    cases = sorted(cases, key=lambda each: each.id)
    ids = [each.id for each in cases]
    if len(set(ids)) != len(ids):
        twice = sorted({each for each in ids if ids.count(each) > 1})
        raise InputError(f"two cases bear the same id: {', '.join(twice)}; rename one")
    known = {each.id: (values or {}).get(each.id) or value_case(each) for each in cases}
    found = [
        *_pools(cases, known),
        *_caps(cases),
        *_benefits(cases, known),
        *_assumptions(cases),
        *_capacity(cases, known, capacities),
    ]
    order = {"high": 0, "medium": 1, "low": 2}
    found.sort(key=lambda each: (order[each.severity], each.kind, each.about, each.text))
    return tuple(found)


def chosen_option(case: BusinessCase, value: CaseValue) -> str:
    """Return the id of the option that a case stands for."""
    return value.preferred or value.best


def _pools(cases: Sequence[BusinessCase], values: Mapping[str, CaseValue]) -> Iterable[Collision]:
    claims = claims_on_pools(cases, values)
    by_pool: dict[str, list[PoolClaim]] = {}
    for each in claims:
        if len(each.claims) > 1:
            by_pool.setdefault(each.pool, []).append(each)
    for pool, rows in sorted(by_pool.items()):
        worst = max(rows, key=lambda each: (each.over, sum(each.claims.values()), -each.year))
        who = sorted({case for each in rows for case in each.claims})
        said = {case: f"{worst.claims.get(case, 0.0):,.6g} in {worst.year}" for case in who}
        if worst.cap is None:
            yield Collision(
                "benefit", pool, said,
                f"{_and(who)} draw on the benefit pool {pool!r}, and nothing says how much it "
                "can give in a year.",
                "State its cap, or show that each draws on another part.", "medium",
            )  # fmt: skip
        elif worst.over > 1e-9 * worst.cap:
            yield Collision(
                "benefit", pool, said,
                f"{_and(who)} together claim {sum(worst.claims.values()):,.6g} of the benefit pool "
                f"{pool!r} in {worst.year}; it can give {worst.cap:,.6g}.",
                "Share the pool out, or value the cases as one bundle.", "high",
            )  # fmt: skip


def _caps(cases: Sequence[BusinessCase]) -> Iterable[Collision]:
    said: dict[str, dict[str, Decimal]] = {}
    for case in cases:
        for pool, cap in caps_of([case]).items():
            said.setdefault(pool, {})[case.id] = cap
    for pool, by_case in sorted(said.items()):
        if len(set(by_case.values())) > 1:
            yield Collision(
                "assumption", f"cap of {pool}",
                {case: f"{cap.normalize():f}" for case, cap in by_case.items()},
                f"{_and(by_case)} state different caps of the benefit pool {pool!r}.",
                "Agree on one cap.", "high",
            )  # fmt: skip


def _benefits(
    cases: Sequence[BusinessCase], values: Mapping[str, CaseValue]
) -> Iterable[Collision]:
    """Find benefits of the same words, or of the same formula, that no pool joins."""
    by_words: dict[frozenset[str], dict[str, CashLine]] = {}
    for case in cases:
        option = chosen_option(case, values[case.id])
        usual = case.option("business_as_usual")
        as_now = {_words(line.title) for line in case.lines_of(usual.id)} if usual else set()
        for line in case.lines_of(option):
            counts = line.kind in BENEFITS and line.kind != "residual_value" and not line.pool
            words = _words(line.title)
            if counts and words and words not in as_now:
                by_words.setdefault(words, {}).setdefault(case.id, line)
    for _, rows in sorted(by_words.items(), key=lambda each: sorted(each[0])):
        if len(rows) > 1:
            title = min(line.title for line in rows.values())
            yield Collision(
                "benefit", title, {case: line.title for case, line in rows.items()},
                f"{_and(rows)} claim a benefit of the same name, {title!r}.",
                "Show that they are different, or give both lines one benefit pool with a cap.",
                "medium",
            )  # fmt: skip


def _words(title: str) -> frozenset[str]:
    """Reduce a title to its words without endings: 'Hire of rooms saved' is 'saves room hire'."""
    words = (word for word in re.findall(r"[^\W\d_]+", title.casefold()) if word not in STOP)
    return frozenset(re.sub(r"(?<=\w{3})(ings?|ed|es|e|s)$", "", word) for word in words)


def _assumptions(cases: Sequence[BusinessCase]) -> Iterable[Collision]:
    rows: dict[tuple[str, str], dict[str, tuple[Decimal, str]]] = {}
    names: dict[tuple[str, str], str] = {}
    for case in cases:
        model = compile_case(case)
        for name, value in model.known().items():
            each = model.quantities[name]
            if value is None:
                continue
            dimension = unit(each.unit)
            money = dimension.money
            if money is not None:  # counted in ones of the currency, whatever the case's scale
                scale = Decimal(case.money.scale)
                value = value * scale if money[1] > 0 else value / scale
            place = (name, str(dimension) if dimension.known else "")
            names.setdefault(place, each.name)
            source = ", ".join(filter(None, (each.provenance.source, each.provenance.date)))
            shown = " ".join(filter(None, (each.value, each.unit)))
            rows.setdefault(place, {})[case.id] = (value, f"{shown} ({source or 'no source'})")
    for place, by_case in sorted(rows.items()):
        numbers = [value for value, _ in by_case.values()]
        low, high = min(numbers), max(numbers)
        width = (high - low) / max(abs(low), abs(high)) if high != low else Decimal(0)
        if width <= SAME:
            continue
        yield Collision(
            "assumption", names[place], {case: shown for case, (_, shown) in by_case.items()},
            f"{_and(by_case)} use different values of {names[place]!r}.",
            "Agree on one value and its source, or give the quantities different names.",
            "high" if width > CLEAR else "medium",
        )  # fmt: skip


def _capacity(
    cases: Sequence[BusinessCase],
    values: Mapping[str, CaseValue],
    capacities: Mapping[tuple[str, str], float] | None,
) -> Iterable[Collision]:
    there = {(key(role), key(when)): amount for (role, when), amount in (capacities or {}).items()}
    asked: dict[tuple[str, str], dict[str, Interval]] = {}
    names: dict[tuple[str, str], str] = {}
    for case in cases:
        option = chosen_option(case, values[case.id])
        known: Mapping[str, Any] = compile_case(case).known() if case.capacity else {}
        for each in case.capacity:
            if each.option not in ("", option):
                continue
            where = f"capacity {each.role} {each.period}"
            amount = capacity_of(each.amount, known, where) or Interval.point(0)
            place = (key(each.role), key(each.period))
            names.setdefault(place, f"{each.role} in {each.period}")
            row = asked.setdefault(place, {})
            before = row.get(case.id, Interval.point(0))
            row[case.id] = Interval(before.low + amount.low, before.high + amount.high)
    for place, by_case in sorted(asked.items()):
        if len(by_case) < 2:
            continue
        said = {case: str(amount) for case, amount in by_case.items()}
        low, high = (
            sum(getattr(each, end) for each in by_case.values()) for end in ("low", "high")
        )
        about, limit = names[place], there.get(place)
        if limit is None:
            yield Collision(
                "capacity", about, said,
                f"{_and(by_case)} each need {about}, and nothing says how much there is.",
                "State the capacity of the role in that period.", "low",
            )  # fmt: skip
        elif high > limit:
            sure = "" if low > limit else " at the most"
            yield Collision(
                "capacity", about, said,
                f"{_and(by_case)} together need {high:g}{sure} of {about}; there is {limit:g}.",
                "Move one of them, find more people, or choose between them.",
                "high" if low > limit else "medium",
            )  # fmt: skip


def _and(names: Iterable[str]) -> str:
    found = sorted(repr(name) for name in names)
    if len(found) > 5:
        return f"{', '.join(found[:4])} and {len(found) - 4} more"
    return f"{', '.join(found[:-1])} and {found[-1]}" if len(found) > 1 else found[0]
