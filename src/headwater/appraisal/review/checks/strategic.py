"""Strategic case: is there a need, and does the case say what will be different?"""

import re

from headwater.appraisal.review.facts import FIVE_CASE, GREEN_BOOK, Facts, Seen, rule
from headwater.vocabulary.appraisal_formula import key

MEASURABLE = re.compile(r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|half|every|all)\b")
STRATEGY = (FIVE_CASE, "strategic case")
RATIONALE = (GREEN_BOOK, "chapter 4, rationale and SMART objectives")


def _no_need(facts: Facts) -> Seen:
    if not facts.case.need.strip():
        yield "case, need", "The case does not say what is wrong or could be better."


def _solution_as_need(facts: Facts) -> Seen:
    option = facts.preferred
    if option and option.role == "do_something" and key(option.name) in key(facts.case.need):
        yield "case, need", f"The need names the solution {option.name!r}."


def _no_objectives(facts: Facts) -> Seen:
    if not any(each.strip() for each in facts.case.objectives):
        yield "objectives", "There are no objectives."


def _vague_objectives(facts: Facts) -> Seen:
    for each in facts.case.objectives:
        if each.strip() and not MEASURABLE.search(each.casefold()):
            yield "objectives", f"{each[:80]!r} has neither a number nor a date."


def _no_fit(facts: Facts) -> Seen:
    if not facts.says("strategic", "strategic fit"):
        yield "five cases", "No passage says which strategy or objective it serves."


def _no_dependencies(facts: Facts) -> Seen:
    if not facts.case.dependencies and not facts.says("strategic", "dependenc"):
        yield "dependencies", "Nothing says what it needs from others, or that it needs nothing."


def _undated_dependencies(facts: Facts) -> Seen:
    for each in facts.case.dependencies:
        if each.kind in ("requires", "outside") and not each.by.strip():
            yield f"dependencies, {each.on}", f"It needs {each.on!r} and does not say by when."


def _no_ask(facts: Facts) -> Seen:
    if not facts.case.ask.strip():
        yield "case, ask", "The case does not say what is to be decided."


CHECKS = (
    rule(
        "need-missing", "strategic", "blocking", "The case states the need before any solution.",
        "Write in two or three sentences what is wrong or could be better, for whom.",
        _no_need, pointer=RATIONALE,
    ),
    rule(
        "need-names-solution", "strategic", "minor", "The need is stated without the solution.",
        "Say what people lack; leave the way to mend it to the options.",
        _solution_as_need, pointer=RATIONALE,
    ),
    rule(
        "objectives-missing", "strategic", "serious", "The case has objectives.",
        "Write what will be different, how much, and by when.", _no_objectives, pointer=RATIONALE,
    ),
    rule(
        "objectives-vague", "strategic", "minor", "Every objective can be measured.",
        "Give each objective a number or a date.", _vague_objectives, pointer=RATIONALE,
    ),
    rule(
        "strategic-fit-missing", "strategic", "serious", "The case says which strategy it serves.",
        "Add a passage 'strategic fit' to the strategic case.", _no_fit, pointer=STRATEGY,
    ),
    rule(
        "dependencies-unstated", "strategic", "minor", "Dependencies are stated, or that none are.",
        "List what it needs from other projects and from outside, or say that it needs nothing.",
        _no_dependencies, pointer=STRATEGY,
    ),
    rule(
        "dependency-undated", "strategic", "minor", "Each dependency says by when it is needed.",
        "Write the date into the column 'by'.", _undated_dependencies, pointer=STRATEGY,
    ),
    rule(
        "ask-missing", "strategic", "serious", "The case says what it asks for.",
        "Write the decision that you want, with its amount.", _no_ask,
        pointer=("headwater", "house rule"),
    ),
)  # fmt: skip
