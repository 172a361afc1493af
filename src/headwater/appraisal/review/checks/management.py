"""Management case: who does it, with whom, and how it will be seen whether the benefits came."""

from headwater.appraisal.review.evaluability import missing_of, unmeasured
from headwater.appraisal.review.facts import (
    FIVE_CASE,
    GREEN_BOOK,
    Facts,
    Seen,
    preferred_only,
    rule,
)

DELIVERY = (FIVE_CASE, "management case")
EVALUATION = (GREEN_BOOK, "chapter 8, monitoring and evaluation")
GATE = ("headwater", "evaluability gate")


def _no_sponsor(facts: Facts) -> Seen:
    if not facts.case.sponsor.strip():
        yield "case, sponsor", "Nobody asks for it."


def _no_governance(facts: Facts) -> Seen:
    if not facts.says("management", "governance"):
        yield "five cases", "No passage says who decides while it runs."


def _no_plan(facts: Facts) -> Seen:
    if not facts.says("management", "plan"):
        yield "five cases", "No passage says what happens when."


def _no_people(facts: Facts) -> Seen:
    if not facts.case.capacity:
        yield "capacity", "Nothing says which people are needed, and when."


def _unknown_people(facts: Facts) -> Seen:
    for each in facts.case.capacity:
        if not each.amount.strip():
            yield f"capacity, {each.role} {each.period}", "It does not say how many."


def _no_measures(facts: Facts) -> Seen:
    for benefit in unmeasured(facts.case):
        yield f"measures, {benefit}", "Nothing will show whether this benefit came."


def _half_measures(facts: Facts) -> Seen:
    for each in facts.case.measures:
        lacking = missing_of(each)
        if lacking:
            yield f"measures, {each.id}", f"It has no {', no '.join(lacking)}."


def _no_target(facts: Facts) -> Seen:
    for each in facts.case.measures:
        if not each.target.strip():
            yield f"measures, {each.id}", "It does not say where it should stand."


def _stray_measures(facts: Facts) -> Seen:
    known = {each.id for each in facts.case.lines} | {each.id for each in facts.case.unquantified}
    for each in facts.case.measures:
        stray = [name for name in each.benefits if name not in known]
        if stray:
            yield f"measures, {each.id}", f"It shows what is no benefit of the case: {stray[0]!r}."


def _early_review(facts: Facts) -> Seen:
    lines = {each.id: each for each in facts.case.lines}
    option = facts.preferred
    for each in facts.case.measures:
        years = [
            min(lines[name].years())
            for name in each.benefits
            if name in lines and lines[name].years() and option and lines[name].option == option.id
        ]
        if years and each.review[:4].isdigit() and int(each.review[:4]) < max(years):
            yield f"measures, {each.id}", f"It is reviewed in {each.review}, before {max(years)}."


CHECKS = (
    rule(
        "sponsor-missing", "management", "serious", "Somebody asks for it.",
        "Name the sponsor.", _no_sponsor, pointer=DELIVERY,
    ),
    rule(
        "governance-missing", "management", "serious", "The case says who decides while it runs.",
        "Add a passage 'governance'.", _no_governance, pointer=DELIVERY,
    ),
    rule(
        "plan-missing", "management", "serious", "The case says what happens when.",
        "Add a passage 'plan'.", _no_plan, pointer=DELIVERY,
    ),
    rule(
        "capacity-missing", "management", "serious", "The case says which people are needed.",
        "Add roles and quarters.", _no_people, pointer=DELIVERY,
    ),
    rule(
        "capacity-unknown", "management", "minor", "It says how many people are needed.",
        "Write a number or a range.", _unknown_people, pointer=DELIVERY,
    ),
    rule(
        "measure-missing", "management", "blocking",
        "Every benefit of the preferred option has a measure.",
        "Add a measure that names the benefit.", _no_measures, pointer=GATE,
        applies=preferred_only,
    ),
    rule(
        "measure-incomplete", "management", "blocking",
        "Every measure has outcome, baseline, data source, owner after closure and review date.",
        "Fill in what is missing; 'not asked yet; first survey in spring' is a baseline.",
        _half_measures, pointer=GATE,
    ),
    rule(
        "measure-targetless", "management", "minor", "Every measure says where it should stand.",
        "Write the target and its year.", _no_target, pointer=EVALUATION,
    ),
    rule(
        "measure-stray", "management", "minor", "Every measure shows a benefit of the case.",
        "Write the ids of lines or unquantified benefits.", _stray_measures, pointer=EVALUATION,
    ),
    rule(
        "measure-early", "management", "minor", "Nothing is reviewed before it can be seen.",
        "Review a year after the benefit begins.", _early_review, pointer=EVALUATION,
    ),
)  # fmt: skip
