"""Economic case, doubts: risks, ranges, sensitivity, who gains, and what has no number."""

from math import isclose

from headwater.appraisal.review.facts import (
    GREEN_BOOK,
    Facts,
    Seen,
    preferred_only,
    public_only,
    rule,
)
from headwater.vocabulary.appraisal_figures import Assumption

RISK = (GREEN_BOOK, "annex A5, uncertainty, optimism bias and risk")
SENSITIVITY = (GREEN_BOOK, "chapter 5, sensitivity analysis")
UNMONETIZED = (GREEN_BOOK, "annex A1, unmonetizable values")
FEWEST_RISKS = 3


def _few(facts: Facts) -> Seen:
    if len(facts.case.risks) < FEWEST_RISKS:
        count = len(facts.case.risks)
        yield "risks", f"Only {count} risk{' is' if count == 1 else 's are'} stated."


def _unmeasured(facts: Facts) -> Seen:
    for each in facts.case.risks:
        lacking = ["probability"] if each.probability is None else []
        lacking += ["impact"] if not each.impact.strip() and each.delay is None else []
        if lacking:
            yield f"risks, {each.id}", f"It has no {' and no '.join(lacking)}."


def _unowned(facts: Facts) -> Seen:
    for each in facts.case.risks:
        if not each.owner.strip():
            yield f"risks, {each.id}", "Nobody answers for it."


def _unmet(facts: Facts) -> Seen:
    for each in facts.case.risks:
        if not each.mitigation.strip():
            yield f"risks, {each.id}", "Nothing is said to be done about it."


def _no_ranges(facts: Facts) -> Seen:
    spread = [each for each in facts.case.assumptions if each.uncertainty or ".." in each.value]
    lines = [each for each in facts.case.lines if each.uncertainty]
    if (facts.case.assumptions or facts.case.lines) and not spread and not lines:
        yield "assumptions", "No assumption and no line has a range."


def _mechanical(facts: Facts) -> Seen:
    widths = [width for each in facts.case.assumptions if (width := _width(each)) is not None]
    if len(widths) >= 3 and all(isclose(each, widths[0], abs_tol=1e-6) for each in widths):
        yield "assumptions", f"All {len(widths)} ranges are the same {widths[0]:.0%} either way."


def _width(each: Assumption) -> float | None:
    """Return the half width of a symmetric range as a share of the middle; -1 where it leans."""
    known = each.uncertainty
    if known is None or len(known.numbers) != 3 or known.kind == "discrete":
        return None
    low, middle, high = known.numbers
    if not middle:
        return None
    below, above = (middle - low) / middle, (high - middle) / middle
    return below if isclose(below, above, rel_tol=1e-6) else -below - above


def _no_sensitivity(facts: Facts) -> Seen:
    if not facts.says("economic", "sensitivity"):
        yield "five cases", "No passage says what would change the choice."


def _no_distribution(facts: Facts) -> Seen:
    if not facts.case.groups and not facts.says("economic", "distribution"):
        yield "five cases", "Nothing says who gains and who loses."


def _no_words(facts: Facts) -> Seen:
    if not facts.case.unquantified and not facts.says("economic", "unquantified"):
        yield "unquantified", "Nothing stands beside the numbers."


def _no_why(facts: Facts) -> Seen:
    for each in facts.case.unquantified:
        if not each.why_not.strip():
            yield f"unquantified, {each.id}", "It does not say why it has no number."


def _no_proof(facts: Facts) -> Seen:
    for each in facts.case.unquantified:
        if not each.evidence.strip():
            yield f"unquantified, {each.id}", "It has no evidence."


CHECKS = (
    rule(
        "risks-few", "economic", "serious", "The main risks are stated.",
        "Write at least three: of cost, of time, and of benefits that do not come.", _few,
        pointer=RISK,
    ),
    rule(
        "risk-unmeasured", "economic", "minor", "Every risk has a probability and an impact.",
        "Estimate both, if only as a range.", _unmeasured, pointer=RISK,
    ),
    rule(
        "risk-unowned", "management", "minor", "Somebody answers for every risk.",
        "Name the person or the role.", _unowned, pointer=RISK,
    ),
    rule(
        "risk-unmet", "management", "minor", "Every risk says what is done about it.",
        "Write what is done, or that it is borne.", _unmet, pointer=RISK,
    ),
    rule(
        "ranges-missing", "economic", "serious", "The main figures have ranges.",
        "Give low and high (P10 and P90) for what drives the value.", _no_ranges,
        pointer=SENSITIVITY,
    ),
    rule(
        "ranges-mechanical", "economic", "minor", "Ranges come from evidence and not from a rule.",
        "Ask for each figure how low and how high it has been elsewhere.", _mechanical,
        pointer=SENSITIVITY,
    ),
    rule(
        "sensitivity-missing", "economic", "serious", "The case says what would change the choice.",
        "Add a passage 'sensitivity' with the switching values.", _no_sensitivity,
        pointer=SENSITIVITY,
    ),
    rule(
        "distribution-missing", "economic", "minor", "The case says who gains and who loses.",
        "Add a passage 'distribution', or income groups.", _no_distribution,
        pointer=(GREEN_BOOK, "annex A3, distributional appraisal"), applies=public_only,
    ),
    rule(
        "unquantified-missing", "economic", "minor",
        "What has no number stands beside the numbers.",
        "Write the benefits and harms that have no number, or that there are none.", _no_words,
        pointer=UNMONETIZED, applies=preferred_only,
    ),
    rule(
        "unquantified-unreasoned", "economic", "minor",
        "What has no number says why.", "Write why it could not be valued.", _no_why,
        pointer=UNMONETIZED,
    ),
    rule(
        "unquantified-unproved", "economic", "minor",
        "What has no number has evidence.", "Name what shows it.", _no_proof,
        pointer=UNMONETIZED,
    ),
)  # fmt: skip
