"""Five-case completeness: what each case must speak of, and whether it does."""

from collections.abc import Callable, Mapping

from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_plans import FIVE_CASES
from headwater.vocabulary.appraisal_review import Topic

Found = Callable[[BusinessCase], bool]


def _said(topic: str) -> Found:
    return lambda case: any(
        key(topic) in key(each.topic) and each.text.strip() for each in case.statements
    )


def _either(structure: Found, topic: str) -> Found:
    said = _said(topic)
    return lambda case: structure(case) or said(case)


TOPICS: Mapping[str, tuple[tuple[str, Found], ...]] = {
    "strategic": (
        ("need", lambda case: bool(case.need.strip())),
        ("objectives", lambda case: any(each.strip() for each in case.objectives)),
        ("strategic fit", _said("strategic fit")),
        ("scope", _said("scope")),
        ("constraints", _said("constraints")),
        ("dependencies", _either(lambda case: bool(case.dependencies), "dependencies")),
    ),
    "economic": (
        ("success factors", lambda case: bool(case.success_factors)),
        ("longlist", lambda case: len(case.options) > len(case.shortlist())),
        ("shortlist", lambda case: len(case.shortlist()) > 2),
        ("costs and benefits", lambda case: bool(case.lines)),
        ("preferred option", _said("preferred option")),
        ("risks", lambda case: bool(case.risks)),
        ("optimism bias", lambda case: bool(case.adjustments)),
        ("sensitivity", _said("sensitivity")),
        ("distribution", _either(lambda case: bool(case.groups), "distribution")),
        ("unquantified", _either(lambda case: bool(case.unquantified), "unquantified")),
    ),
    "commercial": (
        ("procurement", _either(lambda case: any(c.route for c in case.contracts), "procurement")),
        ("market", _said("market")),
        ("risk allocation", _either(
            lambda case: any(c.risk_shared for c in case.contracts), "risk allocation")),
        ("contract management", _said("contract management")),
    ),
    "financial": (
        ("funding", lambda case: bool(case.funding)),
        ("affordability", _said("affordability")),
        ("accounting", _said("accounting")),
    ),
    "management": (
        ("governance", _said("governance")),
        ("plan", _said("plan")),
        ("people", lambda case: bool(case.capacity)),
        ("change", _said("change")),
        ("benefits realization", lambda case: bool(case.measures)),
        ("risk management", lambda case: any(each.owner for each in case.risks)),
        ("evaluation", _said("evaluation")),
    ),
}  # fmt: skip


def topics(case: BusinessCase) -> tuple[Topic, ...]:
    """Return every topic of the five cases, present or missing, in their order."""
    return tuple(
        Topic(part, topic, found(case)) for part in FIVE_CASES for topic, found in TOPICS[part]
    )


def completeness(found: tuple[Topic, ...]) -> dict[str, float]:
    """Return, for each case, the share of its topics that are there, 0 to 1."""
    shares = {}
    for part in FIVE_CASES:
        rows = [each.present for each in found if each.case == part]
        shares[part] = sum(rows) / len(rows)
    return shares
