"""Rows beside the cash flows made into records: risks, adjustments, measures, people, contracts."""

from functools import partial
from typing import get_args

from headwater.intake.cases import cells
from headwater.intake.cases.layout import Row
from headwater.intake.cases.parts import Parts
from headwater.intake.findings import listed
from headwater.intake.periods import period
from headwater.vocabulary.appraisal_plans import (
    FIVE_CASES,
    TARGETS,
    Adjustment,
    AdjustmentKind,
    BenefitPool,
    Capacity,
    Contract,
    Dependency,
    Funding,
    IncomeGroup,
    Measure,
    Mitigation,
    Risk,
    Statement,
    UnquantifiedBenefit,
)


def risks(parts: Parts) -> tuple[Risk, ...]:
    """Read the risks."""
    found = []
    for place, row in enumerate(parts.rows("risks"), start=1):
        identity = row.text("id") or f"risk {place}"
        probability = cells.number(row, "probability")
        if probability is not None and not 0 <= probability <= 1:
            row.fault("probability", f"{probability:g} is none; write 0 to 1, or 20%")
            probability = None
        found.append(
            Risk(
                id=identity,
                text=row.text("text"),
                option=parts.option(row),
                probability=probability,
                impact=parts.amount(row, "impact"),
                delay=cells.number(row, "delay"),
                year=cells.year(row, "year"),
                category=row.text("category"),
                owner=row.text("owner"),
                mitigation=row.text("mitigation"),
                in_costs=cells.truth(row, "in costs"),
                uncertainty=cells.uncertainty(row, "uncertainty"),
                provenance=cells.provenance(row),
            )
        )
    return tuple(found)


def adjustments(parts: Parts) -> tuple[Adjustment, ...]:
    """Read the adjustments, each with its mitigations."""
    places: dict[str, Row] = {}
    given: dict[str, list[Mitigation]] = {}
    for row in parts.rows("mitigations"):
        name = row.text("adjustment").casefold()
        places.setdefault(name, row)
        if one := cells.made(row, "share", partial(_mitigation, row)):
            given.setdefault(name, []).append(one)
    found = []
    for place, row in enumerate(parts.rows("adjustments"), start=1):
        identity = row.text("id") or f"adjustment {place}"
        mitigations = tuple(given.get(identity.casefold(), ()))
        made = cells.made(row, "uplift", partial(_adjustment, parts, row, identity, mitigations))
        if made:
            found.append(made)
    known = {each.id.casefold() for each in found}
    for name, row in places.items():
        if name not in known:
            ids = listed(each.id for each in found) or "none"
            row.fault("adjustment", f"there is no adjustment {name!r}; there are: {ids}")
    return tuple(found)


def _mitigation(row: Row) -> Mitigation | None:
    share = cells.number(row, "share")
    if share is None:
        row.fault("share", "it is blank; write the share of the bias dealt with, as 30%")
        return None
    return Mitigation(row.text("factor"), share, row.text("evidence"))


def _adjustment(
    parts: Parts, row: Row, identity: str, mitigations: tuple[Mitigation, ...]
) -> Adjustment | None:
    target = cells.choice(row, "target", TARGETS)
    if not target:
        row.fault("target", f"write what it corrects: {', '.join(TARGETS)}")
        return None
    return Adjustment(
        id=identity,
        kind=cells.choice(row, "kind", get_args(AdjustmentKind), "optimism_bias"),
        target=target,
        option=parts.option(row),
        reference=row.text("reference"),
        uplift=cells.number(row, "uplift"),
        mitigation=mitigations,
        percentile=cells.number(row, "percentile"),
        evidence=row.text("evidence"),
        by=row.text("by"),
        date=row.text("date"),
    )


def unquantified(parts: Parts) -> tuple[UnquantifiedBenefit, ...]:
    """Read the benefits that stand beside the numbers."""
    return tuple(
        UnquantifiedBenefit(
            id=row.text("id") or row.text("text")[:40],
            text=row.text("text"),
            option=parts.option(row),
            who=row.text("who"),
            size=row.text("size"),
            evidence=row.text("evidence"),
            why_not=row.text("why not"),
            harm=cells.truth(row, "harm"),
        )
        for row in parts.rows("unquantified")
    )


def groups(parts: Parts) -> tuple[IncomeGroup, ...]:
    """Read the income groups."""
    found = []
    for row in parts.rows("income groups"):
        income, reference = cells.number(row, "income"), cells.number(row, "reference")
        if income is None or reference is None:
            row.fault("income", "a group needs its income and the reference income")
            continue
        make = partial(IncomeGroup, row.text("name"), income, reference)
        if one := cells.made(row, "income", make):
            found.append(one)
    return tuple(found)


def dependencies(parts: Parts) -> tuple[Dependency, ...]:
    """Read what the case needs, enables or rules out."""
    kinds = ("requires", "excludes", "enables", "outside")
    return tuple(
        Dependency(
            row.text("on"), cells.choice(row, "kind", kinds, "requires"), row.text("text"),
            row.text("by"),
        )
        for row in parts.rows("dependencies")
    )  # fmt: skip


def capacity(parts: Parts) -> tuple[Capacity, ...]:
    """Read who is needed, and when."""
    return tuple(
        Capacity(
            role=row.text("role"),
            period=period(row.text("period")),
            amount=parts.amount(row, "amount"),
            option=parts.option(row),
            provenance=cells.provenance(row),
        )
        for row in parts.rows("capacity")
    )


def contracts(parts: Parts) -> tuple[Contract, ...]:
    """Read the contracts that the case rests on."""
    return tuple(
        Contract(
            id=row.text("id"),
            supplier=row.text("supplier"),
            route=row.text("route"),
            kind=row.text("kind"),
            start=row.text("start"),
            end=row.text("end"),
            value=parts.amount(row, "value"),
            risk_shared=row.text("risk shared"),
            exit=row.text("exit"),
            provenance=cells.provenance(row),
        )
        for row in parts.rows("contracts")
    )


def funding(parts: Parts) -> tuple[Funding, ...]:
    """Read where the money comes from."""
    return tuple(
        Funding(
            source=row.text("from"),
            amounts=parts.by_year(row),
            status=cells.choice(row, "status", ("agreed", "applied", "planned")),
            kind=cells.choice(row, "kind", ("capital", "revenue")),
            provenance=cells.provenance(row),
        )
        for row in parts.rows("funding")
    )


def measures(parts: Parts) -> tuple[Measure, ...]:
    """Read how it will be seen whether the benefits came."""
    return tuple(
        Measure(
            id=row.text("id") or f"measure {place}",
            outcome=row.text("outcome"),
            benefits=cells.split(row.text("benefits")),
            unit=row.text("unit"),
            baseline=row.text("baseline"),
            baseline_date=row.text("baseline date"),
            target=row.text("target"),
            data_source=row.text("data source"),
            owner=row.text("owner"),
            review=row.text("review"),
        )
        for place, row in enumerate(parts.rows("measures"), start=1)
    )


def statements(parts: Parts) -> tuple[Statement, ...]:
    """Read the passages of the five cases."""
    found = []
    for row in parts.rows("five cases"):
        case = cells.choice(row, "case", FIVE_CASES)
        if not case:
            row.fault("case", f"write which of the five: {', '.join(FIVE_CASES)}")
            continue
        found.append(Statement(case, row.text("topic"), row.text("text"), cells.provenance(row)))
    return tuple(found)


def pools(parts: Parts) -> tuple[BenefitPool, ...]:
    """Read the benefit pools and their caps."""
    return tuple(
        BenefitPool(
            row.text("name"), cells.number(row, "cap"), parts.money.label, row.text("text"),
            cells.provenance(row),
        )
        for row in parts.rows("benefit pools")
    )  # fmt: skip
