"""Economic case, optimism bias: is it there, evidenced, apart for cost and time, and once?"""

from headwater.appraisal.cases.bias import KINDS
from headwater.appraisal.review.facts import BIAS, GREEN_BOOK, Facts, Seen, public_only, rule
from headwater.vocabulary.appraisal_plans import Adjustment

RULE = (GREEN_BOOK, "annex A5, uncertainty, optimism bias and risk")
STUDY = (BIAS, "bounds by project type")
MUCH = 0.8


def _covered(facts: Facts, target: str) -> bool:
    lines = facts.lines(KINDS[target]) if KINDS[target] else []
    inside = bool(lines) and all(line.risk_in.strip() for line in lines)
    return inside or any(each.target == target for each in facts.case.adjustments)


def _no_cost(facts: Facts) -> Seen:
    if facts.lines(("capex",)) and not _covered(facts, "capex"):
        yield "adjustments", "No adjustment for optimism bias of investment costs."


def _no_running(facts: Facts) -> Seen:
    if facts.lines(("opex",), facts.preferred) and not _covered(facts, "opex"):
        yield "adjustments", "No adjustment for optimism bias of running costs."


def _no_time(facts: Facts) -> Seen:
    if any(each.duration for each in facts.shortlist) and not _covered(facts, "duration"):
        yield "adjustments", "No adjustment for optimism bias of time."


def _no_duration(facts: Facts) -> Seen:
    for option in facts.shortlist:
        if facts.lines(("capex",), option) and option.duration is None:
            yield f"options, {option.name}", "Nothing says how long it takes until it is in use."


def _no_evidence(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        if not each.evidence.strip():
            yield f"adjustments, {each.id}", "It has no evidence."


def _no_author(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        lacking = [what for what, text in (("who", each.by), ("when", each.date)) if not text]
        if lacking:
            yield f"adjustments, {each.id}", f"It does not say {' and '.join(lacking)} decided it."


def _no_class(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        if not each.reference.strip():
            yield f"adjustments, {each.id}", "It names no project type or reference class."


def _no_proof(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        for one in each.mitigation:
            if not one.evidence.strip():
                yield f"mitigations, {one.factor}", f"It lowers {each.id!r} without evidence."


def _mitigated(each: Adjustment) -> float:
    return sum(one.share for one in each.mitigation)


def _too_much(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        if _mitigated(each) > MUCH:
            yield (
                f"adjustments, {each.id}",
                f"{_mitigated(each):.0%} of it is said to be dealt with.",
            )


def _twice(facts: Facts) -> Seen:
    for each in facts.case.adjustments:
        for line in facts.lines(KINDS[each.target]):
            covered = line.risk_in.split()
            if each.option in ("", line.option) and {"contingency", "discount_rate"} & {*covered}:
                yield f"cash flows, {line.title}", f"{line.risk_in} and {each.id!r} both cover it."


def _overlap(facts: Facts) -> Seen:
    register = any(risk.in_costs for risk in facts.case.risks)
    for each in facts.case.adjustments:
        if register and each.target in ("capex", "opex") and not each.mitigation:
            yield (
                f"adjustments, {each.id}",
                "Risks are in the costs, and it is not lowered for them.",
            )


CHECKS = (
    rule(
        "bias-cost-missing", "economic", "blocking",
        "Investment costs are adjusted for optimism bias.",
        "Choose the project type or a reference class of your own, and add an adjustment.",
        _no_cost, pointer=RULE, applies=public_only,
    ),
    rule(
        "bias-running-missing", "economic", "minor",
        "Running costs are adjusted for optimism bias, or it is said that they need none.",
        "Compare with the running costs of finished projects; an uplift of 0 with evidence will "
        "do.",
        _no_running, pointer=RULE, applies=public_only,
    ),
    rule(
        "bias-time-missing", "economic", "serious",
        "Time is adjusted for optimism bias, apart from cost.",
        "Add an adjustment with the target duration.", _no_time, pointer=RULE,
        applies=public_only,
    ),
    rule(
        "duration-missing", "economic", "minor", "Every option that invests says how long it "
        "takes.",
        "Write the months until it is in use.", _no_duration, pointer=RULE,
    ),
    rule(
        "bias-evidence-missing", "economic", "serious", "Every adjustment has its evidence.",
        "Say why this class and this share.", _no_evidence, pointer=RULE,
    ),
    rule(
        "bias-author-missing", "economic", "serious",
        "Every adjustment says who decided it and when.",
        "Fill in the columns 'by' and 'date'.", _no_author, pointer=("headwater", "house rule"),
    ),
    rule(
        "bias-class-missing", "economic", "serious",
        "Every adjustment names its project type or reference class.",
        "Name the class in the column 'reference'.", _no_class, pointer=STUDY,
    ),
    rule(
        "mitigation-unproved", "economic", "serious",
        "What lowers optimism bias is proved.",
        "Name the document that proves it, or take the mitigation out.", _no_proof, pointer=STUDY,
    ),
    rule(
        "mitigation-excessive", "economic", "minor",
        "Optimism bias is not lowered nearly to nothing.",
        "Compare with finished projects before believing that little is left.",
        _too_much, pointer=STUDY,
    ),
    rule(
        "risk-counted-twice", "economic", "blocking",
        "One risk has one cover: adjustment, contingency or discount rate.",
        "Take the contingency or the adjustment out of the line.", _twice, pointer=RULE,
    ),
    rule(
        "register-and-bias", "economic", "serious",
        "Optimism bias falls as risks are costed.",
        "Lower the adjustment by what the costed risks cover, with evidence.",
        _overlap, pointer=RULE,
    ),
)  # fmt: skip
