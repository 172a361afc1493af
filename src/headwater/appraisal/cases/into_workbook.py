"""Valued cases become the projects of a workbook: cost, benefit, capacity and rules, untyped."""

from collections.abc import Mapping, Sequence

from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.ranges import case_range, extra
from headwater.appraisal.cases.valuation import plain_amount, value_case
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_formula import key, parse
from headwater.vocabulary.appraisal_value import CaseValue
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Project, Rule, Workbook

NOTE = (
    "Projects were made from business cases: the benefit is the net present value against business "
    "as usual, the cost is money spent beyond business as usual over all years, with adjustments."
)


def into_workbook(cases: Sequence[BusinessCase]) -> Workbook:
    """Make one project of each case, from its preferred option (else the best one).

    Returns
    -------
    Workbook
        Everything against business as usual, because not doing a project is worth 0. Cost: money
        spent in all and by year, with adjustments, not discounted, as a range in all; benefit:
        the net present value as a range; capacity by role and quarter; requires and excludes
        between the cases. In the scale of money of the first case in alphabetical order.

    Raises
    ------
    InputError
        If two cases bear one id, or are in different currencies, prices or base years: what is
        not in one money cannot be compared.
    """
    cases = sorted(cases, key=lambda each: each.id)
    _check(cases)
    values = [value_case(each) for each in cases]
    _check_years(values)
    money = cases[0].money if cases else MoneyUnit()
    pairs = list(zip(cases, values, strict=True))
    return Workbook(
        projects=tuple(
            _project(case, value, case.money.scale / money.scale) for case, value in pairs
        ),
        rules=_rules(cases),
        money=money,
        notes=(NOTE,) if cases else (),
    )


def _check(cases: Sequence[BusinessCase]) -> None:
    ids = [key(each.id) for each in cases]
    if twice := sorted({each.id for each in cases if ids.count(key(each.id)) > 1}):
        raise InputError(f"two cases bear the same id: {', '.join(twice)}; rename one")
    for what, said in (
        ("currencies", {each.money.currency: each.id for each in cases}),
        ("prices", {each.prices: each.id for each in cases}),
        ("price bases", {str(each.price_base): each.id for each in cases}),
    ):
        if len(said) > 1:
            told = ", ".join(f"{value or 'none'} ({case})" for value, case in sorted(said.items()))
            raise InputError(f"the cases are in different {what}: {told}; put them into one")


def _check_years(values: Sequence[CaseValue]) -> None:
    years = {each.base_year: each.case for each in values}
    if len(years) > 1:
        told = ", ".join(f"{year} ({case})" for year, case in sorted(years.items()))
        raise InputError(
            f"the cases are discounted to different years: {told}; state one base year"
        )
    practices = {each.practice: each.case for each in values}
    if len(practices) > 1:
        told = ", ".join(f"{name} ({case})" for name, case in sorted(practices.items()))
        raise InputError(f"the cases are valued by different practices: {told}; use one")


def _project(case: BusinessCase, value: CaseValue, scale: float) -> Project:
    found = case_range(case, value=value)
    more = extra(value, found.option)
    return Project(
        id=case.id,
        name=case.name,
        cost=_scaled(found.cost, scale),
        unit=case.sponsor,
        description=case.need,
        stage=case.stage,
        costs_by_period={
            str(year): _scaled(Interval.point(amount), scale)
            for year, amount in more.by_year.items()
            if amount > 0
        },
        capacity=_capacity(case, found.option),
        benefit=_scaled(found.npv, scale),
        start=str(value.base_year),
        end=str(value.last_year),
    )


def _scaled(interval: Interval, scale: float) -> Interval:
    if scale == 1:
        return interval
    return Interval(interval.low * scale, interval.high * scale)


def _capacity(case: BusinessCase, option: str) -> dict[tuple[str, str], Interval | None]:
    known = compile_case(case).known()
    sums: dict[tuple[str, str], Interval | None] = {}
    for each in case.capacity:
        if each.option not in ("", option):
            continue
        place = (each.role, each.period)
        amount = capacity_of(each.amount, known, f"capacity {each.role} {each.period}")
        before = sums.get(place, Interval.point(0.0))
        sums[place] = (
            None
            if amount is None or before is None
            else Interval(before.low + amount.low, before.high + amount.high)
        )
    return sums


def capacity_of(text: str, known: Mapping[str, object], where: str) -> Interval | None:
    """Return an amount of people as a range; None where it is not known."""
    if not text.strip():
        return None
    node = parse(text)
    if node.op == "range":
        ends = [plain_amount(part, known, where) for part in text.split("..")]
        low, high = (float(end or 0) for end in ends)
        return Interval(low, high)
    amount = plain_amount(text, known, where)
    return None if amount is None else Interval.point(float(amount))


def _rules(cases: Sequence[BusinessCase]) -> tuple[Rule, ...]:
    names = {key(each.id): each.id for each in cases} | {key(each.name): each.id for each in cases}
    found = set()
    for case in cases:
        for each in case.dependencies:
            other = names.get(key(each.on))
            if other is None or other == case.id:
                continue
            if each.kind == "requires":
                found.add(Rule("requires", case.id, (other,)))
            if each.kind == "excludes":
                first, second = sorted((case.id, other))
                found.add(Rule("excludes", first, (second,)))
            if each.kind == "enables":
                found.add(Rule("requires", other, (case.id,)))
    return tuple(sorted(found, key=lambda rule: (rule.kind, rule.project, rule.other)))
