"""All cases, figures: source, owner, age, unit, and what is not known."""

from datetime import date

from headwater.appraisal.review.facts import GREEN_BOOK, Facts, Seen, rule, valued_only
from headwater.vocabulary.appraisal_figures import Provenance

EVIDENCE = (GREEN_BOOK, "chapter 6, valuation of costs and benefits")
HOUSE = ("headwater", "house rule: every figure has its source, date and owner")
OLDEST = 3 * 365  # days


def _figures(facts: Facts) -> list[tuple[str, Provenance]]:
    found = [(f"assumptions, {each.name}", each.provenance) for each in facts.case.assumptions]
    return found + [(f"cash flows, {each.title}", each.provenance) for each in facts.case.lines]


def _unsourced(facts: Facts) -> Seen:
    for place, each in _figures(facts):
        if not each.source.strip():
            yield place, "It has no source."


def _unowned(facts: Facts) -> Seen:
    for place, each in _figures(facts):
        if not each.owner.strip():
            yield place, "Nobody answers for it."


def _undated(facts: Facts) -> Seen:
    for place, each in _figures(facts):
        if not each.date:
            yield place, "It does not say of what day it is."


def _old(facts: Facts) -> Seen:
    for place, each in _figures(facts):
        age = each.age(facts.today)
        if age is not None and age > OLDEST:
            yield place, f"It is of {each.date}, {age // 365} years old."


def _unknown(facts: Facts) -> Seen:
    for each in facts.case.assumptions:
        if not each.value.strip():
            yield f"assumptions, {each.name}", "Its value is not known."
    for line in facts.case.lines:
        blanks = [year for year in line.years() if not (line.cell(year) or "").strip()]
        if blanks:
            yield f"cash flows, {line.title}", f"It is not known in {blanks[0]}."


def _no_unit(facts: Facts) -> Seen:
    for each in facts.case.assumptions:
        if not each.unit.strip():
            yield f"assumptions, {each.name}", "It has no unit, so formulas cannot be checked."


def _no_currency(facts: Facts) -> Seen:
    if not facts.case.money.currency:
        yield "case, money", "No currency is stated."


def _unused(facts: Facts) -> Seen:
    from headwater.appraisal.cases.model import compile_case
    from headwater.vocabulary.appraisal_formula import names, parse

    model = compile_case(facts.case)
    used = {"inflation"}
    for nodes in ([*model.values.values()], *([*row.values()] for row in model.cells.values())):
        for node in nodes:
            used |= {name for name, _ in names(node)} if node else set()
    for text in (*(each.impact for each in facts.case.risks), *facts.case.exchange.values()):
        used |= {name for name, _ in names(parse(text))} if text.strip() else set()
    for name, each in model.quantities.items():
        if name not in used:
            yield f"assumptions, {each.name}", "No formula uses it."


def _no_date(facts: Facts) -> Seen:
    if not facts.case.date.strip():
        yield "case, date", "The case does not say of what day it is."


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _no_today(facts: Facts) -> str:
    return "" if _is_day(facts.today) else "the day of the case is not known"


CHECKS = (
    rule(
        "figure-unsourced", "economic", "serious", "Every figure has its source.",
        "Write the document, system or person it comes from.", _unsourced, pointer=HOUSE,
    ),
    rule(
        "figure-unowned", "management", "minor", "Somebody answers for every figure.",
        "Name the person or the role.", _unowned, pointer=HOUSE,
    ),
    rule(
        "figure-undated", "economic", "minor", "Every figure says of what day it is.",
        "Write the day, month or year.", _undated, pointer=HOUSE,
    ),
    rule(
        "figure-old", "economic", "minor", "No figure is older than three years.",
        "Ask its owner for a newer one.", _old, pointer=EVIDENCE, applies=_no_today,
    ),
    rule(
        "figure-unknown", "economic", "serious", "Every figure is known, if only as a range.",
        "Give a range: what would be surprisingly low, and surprisingly high?", _unknown,
        pointer=EVIDENCE,
    ),
    rule(
        "assumption-unitless", "economic", "minor", "Every assumption has a unit.",
        "Write the unit, as GBP/hour; write 'number' or '%' where it has none.", _no_unit,
        pointer=HOUSE,
    ),
    rule(
        "assumption-unused", "economic", "minor", "Every assumption is used.",
        "Use it in a formula, or delete it.", _unused, pointer=HOUSE, applies=valued_only,
    ),
    rule(
        "currency-missing", "financial", "serious", "The currency is stated.",
        "Write the money of the case, as GBP thousand.", _no_currency, pointer=HOUSE,
    ),
    rule(
        "case-undated", "management", "minor", "The case has a date.",
        "Write the day of this version.", _no_date, pointer=HOUSE,
    ),
)  # fmt: skip
