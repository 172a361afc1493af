"""Economic case, options: are there real ones, and is the choice among them reasoned?"""

import re

from headwater.appraisal.review.facts import (
    GREEN_BOOK,
    RATIO_2026,
    Facts,
    Seen,
    preferred_only,
    rule,
    valued_only,
)
from headwater.vocabulary.appraisal_formula import key

LONGLIST = (GREEN_BOOK, "chapter 4, longlist appraisal")
SHORTLIST = (GREEN_BOOK, "chapter 5, shortlist appraisal")
FEWEST_OPTIONS, FEWEST_DOING = 4, 2
RATIO = re.compile(r"\b(bcr|benefit[- ]cost ratio|ratio of benefits)\b", re.IGNORECASE)
VALUE = re.compile(r"\b(npv|npsv|net present|success factor)", re.IGNORECASE)


def _no_usual(facts: Facts) -> Seen:
    if facts.case.option("business_as_usual") is None:
        yield "options", "No option has the role business_as_usual."


def _no_minimum(facts: Facts) -> Seen:
    if facts.case.option("do_minimum") is None:
        yield "options", "No option has the role do_minimum."


def _short_longlist(facts: Facts) -> Seen:
    doing = [each for each in facts.case.options if each.role == "do_something"]
    if len(doing) < FEWEST_OPTIONS - 1:
        were = "way to do something was" if len(doing) == 1 else "ways to do something were"
        yield "options", f"Only {len(doing)} {were} looked at."


def _short_shortlist(facts: Facts) -> Seen:
    doing = [each for each in facts.shortlist if each.role == "do_something"]
    seen = sum(each.role == "do_something" for each in facts.case.options)
    if len(doing) < FEWEST_DOING <= seen:
        yield "options", f"Only {len(doing)} way to do something is on the shortlist."


def _no_preferred(facts: Facts) -> Seen:
    if facts.preferred is None:
        yield "options", "No option is marked as preferred."


def _two_preferred(facts: Facts) -> Seen:
    found = [each.name for each in facts.case.options if each.standing == "preferred"]
    if len(found) > 1:
        yield "options", f"{len(found)} options are preferred: {', '.join(found)}."


def _no_factors(facts: Facts) -> Seen:
    if not facts.case.success_factors:
        yield "success factors", "There are no critical success factors."


def _unrated(facts: Facts) -> Seen:
    for option in facts.case.options:
        missing = [
            each.name
            for each in facts.case.success_factors
            if not option.ratings.get(each.name, "").strip()
        ]
        if missing:
            yield f"options, {option.name}", f"It is not rated on: {', '.join(missing)}."


def _no_reason(facts: Facts) -> Seen:
    for option in facts.case.options:
        if not option.reason.strip():
            yield f"options, {option.name}", f"Nothing says why it is {option.standing!r}."


def _discounted_though_fit(facts: Facts) -> Seen:
    factors = facts.case.success_factors
    for option in facts.case.options:
        rated = [key(option.ratings.get(each.name, "")) for each in factors]
        if option.standing == "discounted" and factors and all(r == "meets" for r in rated):
            yield f"options, {option.name}", "It meets every success factor and was discounted."


def _preferred_fails(facts: Facts) -> Seen:
    option = facts.preferred
    if option:
        failed = [name for name, rating in option.ratings.items() if key(rating) == "fails"]
        if failed:
            yield f"options, {option.name}", f"It fails: {', '.join(failed)}."


def _not_best(facts: Facts) -> Seen:
    if facts.value is None or facts.preferred is None:
        return
    chosen = facts.value.of(facts.preferred.id)
    best = facts.value.of(facts.value.best)
    if chosen and best and best.npv > chosen.npv and not facts.says("economic", "preferred option"):
        short = facts.case.money.show(best.npv - chosen.npv)
        yield f"options, {chosen.name}", f"It is worth {short} less than {best.name!r}."


def _by_ratio(facts: Facts) -> Seen:
    option = facts.preferred
    said = [(f"options, {option.name}", option.reason)] if option else []
    said += [
        ("five cases, preferred option", each.text)
        for each in facts.case.statements
        if key(each.topic) == "preferred_option"
    ]
    for place, text in said:
        if RATIO.search(text) and not VALUE.search(text):
            yield place, f"The choice is reasoned by a ratio alone: {text[:100]!r}."


CHECKS = (
    rule(
        "counterfactual-missing", "economic", "blocking",
        "Business as usual is among the options: what goes on without a decision.",
        "Add an option with the role business_as_usual, and what it costs and brings.",
        _no_usual, pointer=SHORTLIST,
    ),
    rule(
        "do-minimum-missing", "economic", "serious",
        "A do minimum is among the options: the least that meets the core need.",
        "Add an option with the role do_minimum.", _no_minimum, pointer=SHORTLIST,
    ),
    rule(
        "longlist-short", "economic", "serious",
        "A longlist of different ways was looked at.",
        "Look at other scopes, solutions, ways of delivery, timings and ways to pay; keep those "
        "that were discounted, with the reason.",
        _short_longlist, pointer=LONGLIST,
    ),
    rule(
        "shortlist-short", "economic", "serious",
        "The shortlist has at least two ways to do something beside the comparators.",
        "Carry forward a more or a less ambitious way.", _short_shortlist, pointer=SHORTLIST,
    ),
    rule(
        "preferred-missing", "economic", "blocking", "One option is preferred.",
        "Mark the standing of the option that you ask for as preferred.",
        _no_preferred, pointer=SHORTLIST,
    ),
    rule(
        "preferred-twice", "economic", "serious", "Only one option is preferred.",
        "Leave the standing preferred to one option.", _two_preferred, pointer=SHORTLIST,
    ),
    rule(
        "success-factors-missing", "economic", "serious",
        "Critical success factors sift the longlist.",
        "Name what an option must do to be worth looking at.", _no_factors, pointer=LONGLIST,
    ),
    rule(
        "ratings-missing", "economic", "minor",
        "Every option is rated on every success factor.",
        "Write meets, partly or fails into the columns of the options.", _unrated,
        pointer=LONGLIST,
    ),
    rule(
        "option-reason-missing", "economic", "serious",
        "Every option says why it was carried forward, preferred or discounted.",
        "Write the reason in a sentence.", _no_reason, pointer=LONGLIST,
    ),
    rule(
        "discounted-though-fit", "economic", "minor",
        "No option that meets every success factor is discounted.",
        "Carry it forward, or name the success factor that it does not meet.",
        _discounted_though_fit, pointer=LONGLIST,
    ),
    rule(
        "preferred-fails-factor", "economic", "serious",
        "The preferred option fails no success factor.",
        "Prefer another option, or show that the factor is not critical.",
        _preferred_fails, pointer=LONGLIST, applies=preferred_only,
    ),
    rule(
        "preferred-not-best", "economic", "serious",
        "The preferred option has the highest net present value, or the case says why not.",
        "Add a passage 'preferred option' to the economic case: what the numbers leave out.",
        _not_best, pointer=SHORTLIST, applies=valued_only,
    ),
    rule(
        "chosen-by-ratio", "economic", "serious",
        "The choice does not rest on a ratio of benefits to costs alone.",
        "Reason with the net present value, and with what has no number.", _by_ratio,
        pointer=(GREEN_BOOK, "chapter 5, preferred option selection"), also=RATIO_2026,
    ),
)  # fmt: skip
