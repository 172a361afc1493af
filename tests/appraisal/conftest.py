"""A small case to change, written short."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.units import MoneyUnit

LIBRARY = BusinessCase(
    id="library",
    name="An evening library for Rivermouth",
    money=MoneyUnit("GBP", 1000),
    price_base=2026,
    base_year=2026,
    options=(
        Option("usual", "Go on as now", "business_as_usual"),
        Option("repair", "Repair the roof", "do_minimum"),
        Option("build", "Build", "do_something", "preferred", duration=18.0),
    ),
    assumptions=(
        Assumption("wage", "20", "GBP/hour"),
        Assumption("hours", "1500", "hours/year"),
        Assumption("visits", "90000", "visits/year"),
        Assumption("worth of a visit", "3", "GBP/visit"),
    ),
    lines=(
        CashLine("patching", "usual", "opex", formula="90", first=2026, last=2035),
        CashLine("roof", "repair", "capex", amounts={2026: "300"}),
        CashLine("works", "build", "capex", amounts={2026: "600", 2027: "700"}),
        CashLine("staff", "build", "opex", formula="4 * wage * hours", first=2028, last=2035),
        CashLine(
            "use", "build", "societal_benefit",
            formula="visits * [worth of a visit] * 1.01 ^ t", first=2028, last=2035,
        ),
    ),
)  # fmt: skip


@pytest.fixture
def library() -> Callable[..., BusinessCase]:
    """Make the case of the library, with some fields changed."""

    def make(**changes: Any) -> BusinessCase:
        return replace(LIBRARY, **changes)

    return make


@pytest.fixture
def flows() -> Callable[..., BusinessCase]:
    """Make a case of one option from lines: (kind, {year: amount}) pairs."""

    def make(*lines: tuple[str, dict[int, Any]], **fields: Any) -> BusinessCase:
        made = [
            CashLine(f"line{place}", "only", kind, amounts={y: str(a) for y, a in row.items()})  # type: ignore[arg-type]
            for place, (kind, row) in enumerate(lines)
        ]
        usual = {"id": "case", "name": "Case", "money": MoneyUnit("GBP"), "price_base": 2026}
        given = usual | {"lines": tuple(made)} | fields
        return BusinessCase(options=(Option("only", "Only"),), **given)

    return make
