"""What each column of the projects means: by mapping, by heading, or by what its cells hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.intake.figures import NotANumberError, Style, evidence, figure, is_blank
from headwater.intake.findings import Findings
from headwater.intake.grid import as_text
from headwater.intake.mapping import columns_named
from headwater.intake.synonyms import (
    HISTORY_WORDS,
    LABEL_WORDS,
    MONEY_WORDS,
    OTHERS,
    PEOPLE_WORDS,
    PERIOD_COST,
    PROJECTS,
    TIME_WORDS,
)
from headwater.intake.tables import Column, Table

IGNORED = ""
NAMED = "the mapping names it"
MONEY = "looks like money and is neither cost nor benefit"


@dataclass(slots=True)
class Assigned:
    """A column with its meaning ("" when it is left out) and the reason in words."""

    column: Column
    meaning: str
    why: str


def assign(
    table: Table,
    mapping: Mapping[str, Sequence[str]],
    roles: Mapping[str, str],
    findings: Findings,
) -> list[Assigned]:
    """Say what every column of the projects means, whatever the order of the columns.

    `roles` are the roles of the capacities table, by their lower-case words.
    """
    named, wrong = columns_named(table, mapping)
    for message in wrong:
        findings.fault(table.sheet, 0, "", message)
    found: dict[int, Assigned] = {}
    for name, column in named:
        found[id(column)] = Assigned(column, *_mapped(name, column))
    rest = [column for column in table.columns if id(column) not in found]
    for each in [*_by_prefix(rest), *_by_name(rest, {item.meaning for item in found.values()})]:
        found.setdefault(id(each.column), each)
    rest = [column for column in table.columns if id(column) not in found]
    meanings = {item.meaning: item.column.heading.text for item in found.values()}
    for column in rest:
        second = _second(column, meanings)
        found[id(column)] = second or _other(column, roles, only_named=bool(mapping))
    assigned = [found[id(column)] for column in table.columns]
    _refuse_twins(assigned, table, findings)
    return assigned


def key_column(table: Table, mapping: Mapping[str, Sequence[str]], name: str) -> Column | None:
    """Find the column that names the rows, before anything else is known of the table."""
    if name in mapping:
        named, _ = columns_named(table, {name: mapping[name]})
        return named[0][1] if named else None
    forms = (PROJECTS if table.name == "projects" else OTHERS[table.name]).get(name, ())
    fitting = [
        column for column in table.columns if column.heading.words in forms and _suits(name, column)
    ]
    return min(fitting, key=lambda column: forms.index(column.heading.words), default=None)


def _mapped(name: str, column: Column) -> tuple[str, str]:
    if name == "ignore":
        return IGNORED, "is left out by the mapping"
    if name == "criterion":
        return f"criterion:{column.heading.label}", NAMED
    return name, NAMED


def _by_prefix(columns: Sequence[Column]) -> list[Assigned]:
    """Recognize criterion:..., cost by period, and capacity by role and period."""
    found = []
    for column in columns:
        heading = column.heading
        start, _, rest = heading.label.partition(":")
        if rest.strip() and start.strip().casefold() in ("criterion", "score"):
            found.append(
                Assigned(column, f"criterion:{rest.strip()}", "its heading says criterion")
            )
        elif heading.period and (
            heading.words in PERIOD_COST or (not heading.words and heading.unit.is_stated)
        ):
            meaning = f"cost_PERIOD:{heading.period}"
            found.append(Assigned(column, meaning, "its heading names a cost and a period"))
        elif heading.period and (role := _role(column)):
            meaning = f"capacity:{role}:{heading.period}"
            found.append(Assigned(column, meaning, "its heading names a role and a period"))
    return [each for each in found if not each.column.is_empty]


def _role(column: Column) -> str:
    words = column.heading.words.split()
    for lead in ("capacity", "fte", "ftes"):
        if words[:1] == [lead] or words[-1:] == [lead]:
            return " ".join(word for word in words if word != lead)
    return " ".join(words) if column.heading.measure else ""


def _by_name(columns: Sequence[Column], taken: set[str]) -> list[Assigned]:
    """Give each canonical column the best of the headings that people use for it."""
    found: list[Assigned] = []
    used: set[int] = set()
    plain = [column for column in columns if not column.heading.period]
    for name, forms in PROJECTS.items():
        if name in taken:
            continue
        fitting = [
            column
            for column in plain
            if column.heading.words in forms and id(column) not in used and _suits(name, column)
        ]
        if not fitting:
            continue
        best = min(forms.index(column.heading.words) for column in fitting)
        for column in fitting:
            if column.heading.words == forms[best]:
                used.add(id(column))
                found.append(Assigned(column, name, f"its heading is a usual one for {name}"))
    return found


def _suits(name: str, column: Column) -> bool:
    """Tell 'Investment' the name from 'Investment' the amount by what the cells hold."""
    if name == "name" and column.heading.words in ("investment", "project", "programme", "program"):
        return not column.cells or not all(
            _number(column, cell) for cell in column.cells if cell != ""
        )
    if name == "cost" and column.heading.words == "amount":
        return any(_number(column, cell) for cell in column.cells)
    return name in ("name", "cost") or not column.is_empty


def _number(column: Column, cell: str | float) -> bool:
    try:
        return figure(cell, style_of(column, None)) is not None
    except NotANumberError:
        return False


def style_of(column: Column, usual: Style | None) -> Style:
    """Say which decimal mark a column uses; `usual` is that of the file."""
    found = evidence(column.cells)
    if len(found) == 1:
        return found.pop()
    return "point" if found else usual or "point"


def _second(column: Column, meanings: Mapping[str, str]) -> Assigned | None:
    """Leave out what another column already gives, such as a department beside a unit."""
    for name, forms in PROJECTS.items():
        known = column.heading.words in forms and not column.heading.period
        if known and name in meanings and not column.is_empty:
            return Assigned(column, IGNORED, f"says what {meanings[name]!r} says already ({name})")
    return None


def _other(column: Column, roles: Mapping[str, str], *, only_named: bool) -> Assigned:
    heading = column.heading
    if not heading.text:
        return Assigned(column, IGNORED, "has no heading")
    if column.is_empty:
        return Assigned(column, IGNORED, "is empty")
    words = heading.words.split()
    if words and words[0] in PEOPLE_WORDS:
        return Assigned(column, IGNORED, "is a note: kept for people, never computed with")
    if heading.period and heading.words in roles:
        meaning = f"capacity:{roles[heading.words]}:{heading.period}"
        return Assigned(column, meaning, "its heading names a role of the capacities and a period")
    if only_named:
        return Assigned(column, IGNORED, "is not named by the mapping")
    if not heading.direction and (reason := _no_criterion(column)):
        return Assigned(column, IGNORED, reason)
    if reason := _not_numbers(column):
        return Assigned(column, IGNORED, reason)
    return Assigned(
        column, f"criterion:{heading.label}", "every cell that is filled is a number or a range"
    )


def _no_criterion(column: Column) -> str:
    """Say why a heading speaks against a criterion; '' when it does not."""
    heading = column.heading
    words = set(heading.words.split())
    if heading.unit.currency or words & MONEY_WORDS:
        return MONEY
    if words & LABEL_WORDS or heading.text.strip() in ("#", "№"):
        return "looks like a label and not like a score"
    if heading.period:
        return "names a period, but not of what (as cost_2026 does)"
    if heading.words.split()[:1] in (["is"], ["has"]):
        return "looks like a flag (yes or no) and not like a score"
    if words & TIME_WORDS or heading.measure:
        return "looks like a time or a duration and not like a score"
    if words & HISTORY_WORDS:
        return "counts what has happened and is not a score"
    return ""


def _not_numbers(column: Column) -> str:
    style = style_of(column, None)
    wrong, right = set[str](), 0
    for cell in column.cells:
        try:
            found = figure(cell, style)
        except NotANumberError:
            wrong.add(as_text(cell))
            if len(wrong) > right and len(wrong) > 20:
                return "holds text and is none of the columns of the table"
        else:
            if found and found.currency:
                return MONEY
            right += found is not None
    if not right:
        return (
            "holds text and is none of the columns of the table"
            if wrong
            else "says nowhere that anything is known"
        )
    if wrong:
        return f"would be a criterion, but {min(wrong)[:60]!r} is not a number"
    return "" if any(not is_blank(cell) for cell in column.cells) else "is empty"


def _refuse_twins(assigned: Sequence[Assigned], table: Table, findings: Findings) -> None:
    seen: dict[str, str] = {}
    for each in assigned:
        if not each.meaning:
            continue
        key, text = each.meaning.casefold(), each.column.heading.text
        if key in seen:
            findings.fault(
                table.sheet,
                0,
                text,
                f"two columns mean {each.meaning} ({seen[key]!r} and {text!r}); "
                "rename or delete one",
            )
        seen[key] = text
