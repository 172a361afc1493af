"""Pre-review: a clean case passes every check; one planted defect makes exactly one check fire."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from headwater import samples
from headwater.appraisal.review import CHECKS, lacking, review
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption, Provenance
from headwater.vocabulary.appraisal_plans import Mitigation
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import MoneyUnit

Change = Callable[[BusinessCase], BusinessCase]
SAID = Provenance("Ledger", "2026-05", "Amara")


@pytest.fixture(scope="module")
def clean() -> BusinessCase:
    case = read_case(samples.case_path()).case
    assert case is not None
    return case


def head(**fields: Any) -> Change:
    return lambda case: replace(case, **fields)


def part(table: str, wanted: str, /, **fields: Any) -> Change:
    """Change the row of a table that bears an id or a name."""

    def change(case: BusinessCase) -> BusinessCase:
        rows = getattr(case, table)
        names = ("id", "name", "role", "topic", "source", "on")
        hits = [any(getattr(r, name, "") == wanted for name in names) for r in rows]
        assert sum(hits), f"no {wanted} in {table}"
        changed = (replace(r, **fields) if hit else r for r, hit in zip(rows, hits, strict=True))
        return replace(case, **{table: tuple(changed)})

    return change


def every(table: str, **fields: Any) -> Change:
    return lambda case: replace(
        case, **{table: tuple(replace(row, **fields) for row in getattr(case, table))}
    )


def without(table: str, *wanted: str) -> Change:
    """Leave rows out: those of a name, or all."""

    def change(case: BusinessCase) -> BusinessCase:
        rows = getattr(case, table)
        names = ("id", "name", "role", "topic", "target")
        kept = [r for r in rows if wanted and not any(getattr(r, n, "") in wanted for n in names)]
        assert len(kept) < len(rows)
        return replace(case, **{table: tuple(kept)})

    return change


def with_line(**fields: Any) -> Change:
    usual = {"id": "planted", "option": "refit", "recurrence": "recurring", "provenance": SAID}
    return lambda case: replace(case, lines=(*case.lines, CashLine(**usual | fields)))


def both(*changes: Change) -> Change:
    def change(case: BusinessCase) -> BusinessCase:
        for each in changes:
            case = each(case)
        return case

    return change


def ranges_of_a_tenth(case: BusinessCase) -> BusinessCase:
    found = []
    for each in case.assumptions:
        if each.uncertainty:
            middle = float(each.value)
            numbers = (0.9 * middle, middle, 1.1 * middle)
            each = replace(each, uncertainty=replace(each.uncertainty, numbers=numbers))
        found.append(each)
    return replace(case, assumptions=tuple(found))


def no_funding_in(year: int) -> Change:
    return lambda case: replace(
        case,
        funding=tuple(
            replace(each, amounts={y: a for y, a in each.amounts.items() if y != year})
            for each in case.funding
        ),
    )


UNUSED = Assumption("spare", "3", "hours", provenance=SAID)
PROOF = (Mitigation("design", 0.5, "Report"), Mitigation("site", 0.4, "Survey"))

DEFECTS: dict[str, Change] = {
    "need-missing": head(need=" "),
    "need-names-solution": head(
        need="We need to refit the ground floor and staff the evenings."
    ),
    "objectives-missing": head(objectives=()),
    "objectives-vague": head(objectives=("Make the library better",)),
    "strategic-fit-missing": without("statements", "strategic fit"),
    "dependencies-unstated": without("dependencies"),
    "dependency-undated": every("dependencies", by=""),
    "ask-missing": head(ask=""),
    "counterfactual-missing": part("options", "usual", role="do_something"),
    "do-minimum-missing": part("options", "repair", role="do_something"),
    "longlist-short": without("options", "unstaffed", "mobile"),
    "shortlist-short": part("options", "wing", standing="discounted"),
    "preferred-missing": part("options", "refit", standing="carried_forward"),
    "preferred-twice": part("options", "wing", standing="preferred"),
    "success-factors-missing": head(success_factors=()),
    "ratings-missing": part("options", "mobile", ratings={"Opens by 2028": "meets"}),
    "option-reason-missing": part("options", "wing", reason=""),
    "discounted-though-fit": part(
        "options", "unstaffed",
        ratings=dict.fromkeys(
            ("Opens by 2028", "Fits the capital programme", "Keeps the day service"), "meets"
        ),
    ),
    "preferred-fails-factor": lambda case: part(
        "options", "refit",
        ratings={**case.options[2].ratings, "Opens by 2028": "fails"},
    )(case),
    "preferred-not-best": both(
        part("lines", "works", amounts={2026: "520", 2027: "1830"}),
        part("statements", "preferred option", topic="choice"),
        part("funding", "Capital programme", amounts={2026: "640", 2027: "2100"}),
    ),
    "chosen-by-ratio": part("options", "refit", reason="It has the highest BCR"),
    "value-fails": part("lines", "works", amounts={2026: "520 / 0", 2027: "430"}),
    "price-base-missing": head(price_base=None),
    "price-base-old": head(price_base=2020),
    "prices-mixed": both(
        lambda case: replace(case, financing=replace(case.financing, inflation=None)),
        part("lines", "patching", prices="nominal"),
    ),
    "base-year-missing": head(base_year=None),
    "rate-own": lambda case: replace(case, financing=replace(case.financing, cost_of_equity=0.1)),
    "pack-outdated": head(pack="green_book_2022"),
    "horizons-differ": part("lines", "lockers", amounts={2027: "35", 2046: "1"}),
    "residual-missing": without("lines", "refit rest"),
    "sunk-counted": with_line(kind="capex", amounts={2024: "40"}),
    "transfer-counted": part("lines", "entrance", name="VAT on works"),
    "benefit-counted-twice": both(
        with_line(
            id="again", kind="societal_benefit", amounts={2030: "5"}, pool="evening visits",
        ),
        part("measures", "courses", benefits=("course rooms", "again"), review="2031"),
    ),
    "benefits-missing": both(
        without(
            "lines", "refit visits", "evening use", "course rooms", "refit rest",
            "wing evening", "wing courses",
        ),
        part("lines", "entrance", formula="", amounts={2026: "60", 2027: "150"}),
        part("statements", "scope", text="There is no residual value.", case="economic",
             topic="residual"),
        every("measures", benefits=("calm", "square", "noise")),
        without("assumptions", "courses", "worth of a course"),
    ),
    "benefits-early": both(
        part("lines", "wing works", amounts={2027: "900", 2028: "1500"}),
        part("lines", "wing courses", first=2026, formula="3"),
    ),
    "value-lost": both(
        part("lines", "works", amounts={2026: "1720", 2027: "430"}),
        part("funding", "Capital programme", amounts={2026: "2640", 2027: "700"}),
        head(unquantified=()),
        part("statements", "scope", case="economic", topic="unquantified"),
        part("measures", "calm", benefits=("evening use",)),
    ),
    "bias-cost-missing": without("adjustments", "cost bias"),
    "bias-running-missing": without("adjustments", "running cost bias"),
    "bias-time-missing": without("adjustments", "time bias"),
    "duration-missing": part("options", "wing", duration=None),
    "bias-evidence-missing": part("adjustments", "time bias", evidence=""),
    "bias-author-missing": part("adjustments", "time bias", by=""),
    "bias-class-missing": part("adjustments", "running cost bias", reference=""),
    "mitigation-unproved": part(
        "adjustments", "cost bias", mitigation=(Mitigation("design", 0.3),)
    ),
    "mitigation-excessive": part("adjustments", "cost bias", mitigation=PROOF),
    "register-and-bias": part("risks", "asbestos", in_costs=True),
    "risks-few": without("risks", "visitors", "ground"),
    "risk-unmeasured": part("risks", "staff", probability=None),
    "risk-unowned": part("risks", "staff", owner=""),
    "risk-unmet": part("risks", "staff", mitigation=""),
    "ranges-missing": every("assumptions", uncertainty=None),
    "ranges-mechanical": ranges_of_a_tenth,
    "sensitivity-missing": part("statements", "sensitivity", topic="other"),
    "distribution-missing": both(
        head(groups=()), part("statements", "distribution", topic="other")
    ),
    "unquantified-missing": both(
        head(unquantified=()), part("measures", "calm", benefits=("evening use",))
    ),
    "unquantified-unreasoned": part("unquantified", "calm", why_not=""),
    "unquantified-unproved": part("unquantified", "calm", evidence=""),
    "figure-unsourced": part("assumptions", "courses", provenance=replace(SAID, source="")),
    "figure-unowned": part("lines", "works", provenance=replace(SAID, owner="")),
    "figure-undated": part("lines", "works", provenance=replace(SAID, date="")),
    "figure-old": part("lines", "works", provenance=replace(SAID, date="2022-01")),
    "figure-unknown": part("lines", "lockers", amounts={2027: ""}),
    "assumption-unitless": part("assumptions", "staff on duty", unit=""),
    "assumption-unused": lambda case: replace(case, assumptions=(*case.assumptions, UNUSED)),
    "currency-missing": head(money=MoneyUnit("", 1000)),
    "case-undated": head(date=""),
    "procurement-missing": without("contracts"),
    "market-missing": both(
        every("contracts", supplier=""), part("statements", "market", topic="other")
    ),
    "contract-risk-unshared": every("contracts", risk_shared=""),
    "contract-exit-missing": every("contracts", exit=""),
    "contract-undated": every("contracts", end=""),
    "funding-missing": without("funding"),
    "funding-short": no_funding_in(2027),
    "funding-not-agreed": part("funding", "Capital programme", status="applied"),
    "funding-kind-missing": part("funding", "Capital programme", kind=""),
    "affordability-missing": without("statements", "affordability"),
    "accounting-missing": without("statements", "accounting"),
    "saving-unowned": part("lines", "course rooms", provenance=replace(SAID, owner="")),
    "sponsor-missing": head(sponsor=""),
    "governance-missing": without("statements", "governance"),
    "plan-missing": without("statements", "plan"),
    "capacity-missing": without("capacity"),
    "capacity-unknown": lambda case: replace(
        case, capacity=(replace(case.capacity[0], amount=""), *case.capacity[1:])
    ),
    "measure-missing": part("measures", "courses", benefits=("evening use",)),
    "measure-incomplete": part("measures", "courses", owner=""),
    "measure-targetless": part("measures", "courses", target=""),
    "measure-stray": part("measures", "courses", benefits=("course rooms", "nothing")),
    "measure-early": part("measures", "courses", review="2026-12"),
    "risk-counted-twice": part("lines", "works", risk_in="contingency"),
}  # fmt: skip

TOGETHER = {
    # what cannot be mended apart: a defect that is another one as well
    "risk-counted-twice": {"value-fails"},
    "saving-unowned": {"figure-unowned"},
}


def fired(found: Review) -> set[str]:
    return {each.check.id for each in found.findings}


def test_the_clean_case_passes_every_check(clean) -> None:
    found = review(clean)
    assert found.findings == ()
    assert found.skipped == {}
    assert len(found.passed) == len(CHECKS) >= 40
    assert found.evaluable
    assert set(found.completeness.values()) == {1.0}


def test_every_check_has_its_planted_defect() -> None:
    assert sorted(DEFECTS) == sorted(each.check.id for each in CHECKS)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_makes_exactly_its_check_fire(clean, name: str) -> None:
    found = review(DEFECTS[name](clean))
    assert fired(found) == {name} | TOGETHER.get(name, set())
    told = next(each for each in found.findings if each.check.id == name)
    assert told.place
    assert told.text.endswith((".", ")")) or ": " in told.text


def test_checks_tell_rule_edition_severity_mend_and_source() -> None:
    bib = (Path(__file__).parents[2] / "docs/bib/appraisal.bib").read_text()
    for each in CHECKS:
        check = each.check
        assert check.severity in ("blocking", "serious", "minor")
        assert check.rule.endswith(".")
        assert check.mend.endswith((".", "?"))
        assert check.case in ("strategic", "economic", "commercial", "financial", "management")
        source = check.pointer.split(":")[0]
        assert source == "headwater" or f"{{{source}," in bib, check.pointer
        assert re.search(r"(19|20)\d\d", check.edition) or source == "headwater"
        for other in check.also:
            assert f"{{{other.split(':')[0]}," in bib, other
            assert other in check.told


def test_both_editions_are_pointed_to_where_that_could_be_checked() -> None:
    told = {each.check.id: each.check.told for each in CHECKS}
    both = "hmt2022: annex A6, discounting; hmt2026: tables A.1 and A.2"
    assert told["rate-own"] == told["pack-outdated"] == both
    assert told["chosen-by-ratio"].endswith("hmtgreenbook2026: no ratio is a pass or fail test")
    of_2022 = [each.check for each in CHECKS if each.check.pointer.startswith("hmt2022")]
    assert all("as that edition numbers them" in check.edition for check in of_2022)


def test_every_check_is_on_the_page_of_the_method() -> None:
    page = (Path(__file__).parents[2] / "docs/methods/pre_review.md").read_text()
    for each in CHECKS:
        assert f"`{each.check.id}`" in page, each.check.id


def test_no_order_of_rows_changes_the_review(clean) -> None:
    for name in ("ratings-missing", "funding-short", "figure-unknown", "benefits-early"):
        case = DEFECTS[name](clean)
        turned = replace(
            case, lines=case.lines[::-1], assumptions=case.assumptions[::-1],
            risks=case.risks[::-1], funding=case.funding[::-1], measures=case.measures[::-1],
        )  # fmt: skip
        assert review(turned) == review(case)


def test_the_worst_comes_first_and_blocks(clean) -> None:
    found = review(both(DEFECTS["risk-unmet"], DEFECTS["funding-missing"])(clean))
    assert [each.check.severity for each in found.findings] == ["blocking", "minor"]
    assert found.blocked
    assert not review(DEFECTS["risk-unmet"](clean)).blocked
    assert from_json(Review, to_json(found)) == found


@pytest.mark.parametrize(
    ("field", "word"),
    [
        ("outcome", "outcome"), ("baseline", "baseline"), ("data_source", "data source"),
        ("owner", "owner after closure"), ("review", "review date"),
    ],
)  # fmt: skip
def test_the_gate_names_what_is_missing(clean, field: str, word: str) -> None:
    gone = part("measures", "courses", **{field: " "})(clean)
    assert lacking(gone) == (f"The measure 'courses' has no {word}.",)
    assert not review(gone).evaluable
    assert lacking(clean) == ()
    assert "has no measure" in lacking(replace(clean, measures=()))[0]
    assert "No option is preferred" in lacking(BusinessCase("c", "C"))[0]


def test_an_almost_empty_case_is_reviewed_without_an_error() -> None:
    for case in (
        BusinessCase("c", "C"),
        BusinessCase("c", "C", options=(Option("a", "A", standing="preferred"),)),
    ):
        found = review(case)
        assert found.blocked
        assert "counterfactual-missing" in fired(found)
        assert found.completeness["financial"] == 0


def test_ages_are_counted_from_a_given_day(clean) -> None:
    assert fired(review(clean, today="2031-01-01")) == {"figure-old"}
    assert "figure-old" in review(replace(clean, date="")).skipped
