"""A case as a sheet of cells: every cell as it is typed, and the case with other cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any, get_args

from headwater.appraisal.cases.cells_together import together_cells, with_together
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import (
    LINE_KINDS,
    ROLES,
    STANDINGS,
    BusinessCase,
    CashLine,
    Option,
    Prices,
)
from headwater.vocabulary.appraisal_cells import Place
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_formula import key, renamed

NEW = "+"
REMOVE = "remove"
ENDS = 3
CHOICES = {
    ("line", "kind"): LINE_KINDS,
    ("line", "recurrence"): ("", "one_off", "recurring"),
    ("line", "prices"): ("", *get_args(Prices)),
    ("option", "role"): ROLES,
    ("option", "standing"): STANDINGS,
}
"""By kind of row and column, what may stand there."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "line": ("name", "kind", "recurrence", "prices", "formula", "first", "last", "option"),
    "assumption": ("name", "value", "low", "high", "unit", "meaning", "source", "date", "owner"),
    "option": ("name", "role", "standing", "reason"),
    "correlation": ("first", "second", "value"),
    "shock": ("name", "quantity", "value"),
}
Row = dict[str, str]


def cells_of(case: BusinessCase) -> dict[Place, str]:
    """Return every cell that can be typed into, as it is typed: "?" is not known."""
    found: dict[Place, str] = {}
    for line in case.lines:
        for year in line.amounts:
            found["line", line.id, str(year)] = line.amounts[year] or "?"
        for column in COLUMNS["line"]:
            text = getattr(line, column)
            found["line", line.id, column] = "" if text is None else str(text)
    for each in case.assumptions:
        low, high = _ends(each)
        origin = each.provenance
        texts = {
            "name": each.name, "value": each.value, "low": low, "high": high, "unit": each.unit,
            "meaning": each.meaning, "source": origin.source, "date": origin.date,
            "owner": origin.owner,
        }  # fmt: skip
        found |= {("assumption", each.name, column): text for column, text in texts.items()}
    for option in case.options:
        for column in COLUMNS["option"]:
            found["option", option.id, column] = getattr(option, column)
    return found | together_cells(case)


def has_open_range(each: Assumption) -> bool:
    """Say whether an assumption's range is two ends that can be typed, or there is none yet."""
    return each.uncertainty is None or (
        each.uncertainty.kind in ("three_points", "pert", "triangular")
        or (each.uncertainty.kind == "percentiles" and len(each.uncertainty.numbers) == ENDS - 1)
    )


def with_cells(case: BusinessCase, changes: Mapping[Place, str]) -> BusinessCase:
    """Return a case with other cells, new rows ("+1") and without rows that were removed.

    A new name of an assumption is put into every formula that uses the old one. A new row without
    a name is left out when nothing else is written in it. What belongs to an option that is
    removed goes with it.

    Raises
    ------
    InputError
        If a cell is not there or holds what cannot stand there; names the row and the mend.
    """
    rows = _rows(changes)
    _check_there(case, rows)
    before, case = case, replace(case, correlations=(), shocks=())
    case = _options(case, rows["option"])
    case = _assumptions(case, rows["assumption"])
    case = _lines(case, rows["line"])
    names = {
        key(name): row["name"]
        for kind in ("assumption", "line")
        for name, row in rows[kind].items()
        if row.get("name") and not name.startswith(NEW)
    }
    names |= {  # what is named by a line's title follows the title
        key(line.name): rows["line"][line.id]["name"]
        for line in before.lines
        if line.name and rows["line"].get(line.id, {}).get("name")
    }
    for line in before.lines:
        names.pop(key(line.id), None)  # an id stays
    return with_together(
        case, of=before, correlations=rows["correlation"], shocks=rows["shock"], names=names
    )


def _rows(changes: Mapping[Place, str]) -> dict[str, dict[str, Row]]:
    rows: dict[str, dict[str, Row]] = {kind: {} for kind in COLUMNS}
    for (kind, name, column), text in changes.items():
        is_year = kind == "line" and column.isdecimal() and len(column) == 4
        if kind not in COLUMNS or not (is_year or column == REMOVE or column in COLUMNS[kind]):
            raise _no_cell((kind, name, column))
        allowed = CHOICES.get((kind, column))
        if allowed is not None and text not in allowed:
            told = ", ".join(each.replace("_", " ") for each in allowed if each)
            raise InputError(f"{kind} {name!r}, {column}: {text[:60]!r} is none of {told}.")
        rows[kind].setdefault(name, {})[column] = text
    return rows


def _check_there(case: BusinessCase, rows: Mapping[str, Mapping[str, Row]]) -> None:
    there: dict[str, set[str]] = {
        "line": {each.id for each in case.lines},
        "assumption": {each.name for each in case.assumptions},
        "option": {each.id for each in case.options},
    }
    for kind, name, _ in together_cells(case):
        there.setdefault(kind, set()).add(name)
    for kind, found in rows.items():
        for name, row in found.items():
            if name not in there.get(kind, ()) and not name.startswith(NEW):
                raise _no_cell((kind, name, next(iter(row))))


def _no_cell(place: Place) -> InputError:
    return InputError(f"There is no cell {' '.join(place)[:100]!r} in this case.")


def _options(case: BusinessCase, rows: Mapping[str, Row]) -> BusinessCase:
    gone = {name for name, row in rows.items() if row.get(REMOVE)}
    kept = [
        replace(each, **{c: t for c, t in rows.get(each.id, {}).items() if c != REMOVE})  # type: ignore[arg-type]
        for each in case.options
        if each.id not in gone
    ]
    taken = [each.id for each in case.options]
    for row in _new("option", rows):
        made: dict[str, Any] = {c: t for c, t in row.items() if c != REMOVE and t}
        kept.append(Option(id=_fresh(row["name"], taken), **made))
    if not gone:
        return replace(case, options=tuple(kept))

    def stays(each: Any) -> bool:
        return each.option not in gone

    lines = tuple(filter(stays, case.lines))
    return replace(
        case,
        options=tuple(kept),
        lines=lines,
        risks=tuple(filter(stays, case.risks)),
        adjustments=tuple(filter(stays, case.adjustments)),
        unquantified=tuple(filter(stays, case.unquantified)),
        capacity=tuple(filter(stays, case.capacity)),
        rights=tuple(filter(stays, case.rights)),
        measures=_measures(case, {each.id for each in case.lines} - {each.id for each in lines}),
    )


def _assumptions(case: BusinessCase, rows: Mapping[str, Row]) -> BusinessCase:
    found, names = [], {}
    for each in case.assumptions:
        row = rows.get(each.name, {})
        if row.get(REMOVE):
            continue
        if "name" in row and not row["name"]:
            raise InputError(f"Assumption {each.name!r} needs a name; to take it away, remove it.")
        found.append(_assumption(each, row))
        if found[-1].name != each.name:
            names[key(each.name)] = found[-1].name
    found += [_assumption(Assumption(r["name"], ""), r) for r in _new("assumption", rows)]
    case = replace(case, assumptions=tuple(found))
    return _renamed(case, names) if names else case


def _assumption(each: Assumption, row: Row) -> Assumption:
    texts = {column: row[column] for column in ("name", "unit", "meaning") if column in row}
    value = row.get("value", each.value)
    origin = {column: row[column] for column in ("source", "date", "owner") if column in row}
    if {"value", "low", "high"} & set(row):
        low, high = _ends(each)
        each = replace(each, uncertainty=_range(
            each, _middle(each, row, value), row.get("low", low), row.get("high", high)
        ))  # fmt: skip
    return replace(
        each,
        **texts,  # type: ignore[arg-type]
        value="" if value == "?" else value,
        provenance=replace(each.provenance, **origin),  # type: ignore[arg-type]
    )


def _middle(each: Assumption, row: Row, value: str) -> str:
    """Return the middle of a range: the value, or the most likely one where only an end moved."""
    stated = each.uncertainty
    if "value" not in row and stated is not None and len(stated.numbers) == ENDS:
        return repr(stated.numbers[1])
    return value


def _ends(each: Assumption) -> tuple[str, str]:
    if each.uncertainty is None or not has_open_range(each):
        return "", ""
    numbers = each.uncertainty.numbers
    return f"{numbers[0]:.15g}", f"{numbers[-1]:.15g}"


def _range(each: Assumption, value: str, low: str, high: str) -> Uncertainty | None:
    """Return the range between two typed ends, around a value where that is a plain number."""
    if not has_open_range(each):
        return each.uncertainty
    if not low and not high:
        return None
    if not low or not high:
        raise InputError(
            f"Assumption {each.name!r} has one end of a range: give both low and high, or neither."
        )
    ends = [_number(text, f"Assumption {each.name!r}, {end}") for text, end in
            ((low, "low"), (high, "high"))]  # fmt: skip
    if ends[0] > ends[1]:
        raise InputError(f"Assumption {each.name!r}: low {low} is above high {high}; swap them.")
    try:
        middle = float(value)
    except ValueError:
        return Uncertainty("percentiles", tuple(ends), (0.1, 0.9))
    if not ends[0] <= middle <= ends[1]:
        raise InputError(
            f"Assumption {each.name!r}: the value {value} does not lie between low {low} and high "
            f"{high}; mend one of them."
        )
    kind = each.uncertainty.kind if each.uncertainty else "three_points"
    kind = "three_points" if kind == "percentiles" else kind
    return Uncertainty(kind, (ends[0], middle, ends[1]))


def _number(text: str, where: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise InputError(f"{where}: {text[:40]!r} is no number; write 12.5.") from None
    if not isfinite(number):
        raise InputError(f"{where}: {text[:40]!r} is no number; write 12.5.")
    return number


def _lines(case: BusinessCase, rows: Mapping[str, Row]) -> BusinessCase:
    gone = {name for name, row in rows.items() if row.get(REMOVE)}
    found = [_line(each, rows.get(each.id, {})) for each in case.lines if each.id not in gone]
    taken = [each.id for each in case.lines] + [each.name for each in case.assumptions]
    for row in _new("line", rows):
        if row.get("option", "") not in ("", *(each.id for each in case.options)):
            raise InputError(
                f"The new line {row['name']!r} belongs to an option that is not there: add it "
                "to one of the options."
            )
        fresh = CashLine(
            id=_fresh(row["name"], taken), option=row.get("option", ""),
            kind=row.get("kind") or "opex",  # type: ignore[arg-type]
        )  # fmt: skip
        found.append(_line(fresh, row))
    return replace(case, lines=tuple(found), measures=_measures(case, gone))


def _line(line: CashLine, row: Row) -> CashLine:
    amounts = dict(line.amounts)
    texts: dict[str, Any] = {}
    for column, text in row.items():
        if column.isdecimal():
            amounts.pop(int(column), None)
            if text:
                amounts[int(column)] = "" if text == "?" else text
        elif column in ("first", "last"):
            texts[column] = _year(text, f"Line {line.title!r}, {column} year") if text else None
        elif column not in ("option", REMOVE):
            texts[column] = text
    made = replace(line, amounts={year: amounts[year] for year in sorted(amounts)}, **texts)
    if made.formula and made.first is None:
        raise InputError(
            f"Line {made.title!r} has a formula and no first year: say from which year it holds."
        )
    if made.first is not None and made.last is not None and made.first > made.last:
        raise InputError(f"Line {made.title!r} ends in {made.last}, before it begins; swap them.")
    return made


def _year(text: str, where: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise InputError(f"{where}: {text[:40]!r} is no year; write 2027.")
    return int(text)


def _new(kind: str, rows: Mapping[str, Row]) -> Iterable[Row]:
    """Give the new rows that were filled in, in their order."""
    order = sorted((name for name in rows if name.startswith(NEW)), key=lambda n: (len(n), n))
    for name in order:
        row = rows[name]
        row = {c: ("" if t == "?" and c == "name" else t) for c, t in row.items()}
        if row.get(REMOVE):
            continue
        said = [c for c, t in row.items() if t and (kind, c) not in CHOICES and c != "option"]
        if not said:
            continue
        if not row.get("name"):
            raise InputError(f"A new {kind} has no name: write one, or empty its row.")
        yield row


def _fresh(name: str, taken: list[str]) -> str:
    """Return an id for a new row that nothing else bears, and note it as taken."""
    plain = " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))[:80]
    if not plain or plain[0].isdecimal():
        plain = f"row {plain}".strip()
    keys = {key(each) for each in taken}
    found, number = plain, 2
    while key(found) in keys:
        found, number = f"{plain} {number}", number + 1
    taken.append(found)
    return found


def _renamed(case: BusinessCase, names: Mapping[str, str]) -> BusinessCase:
    def new(text: str) -> str:
        return renamed(text, names)

    return replace(
        case,
        assumptions=tuple(replace(each, value=new(each.value)) for each in case.assumptions),
        lines=tuple(
            replace(
                each,
                formula=new(each.formula),
                amounts={year: new(text) for year, text in each.amounts.items()},
            )
            for each in case.lines
        ),
        risks=tuple(replace(each, impact=new(each.impact)) for each in case.risks),
        capacity=tuple(replace(each, amount=new(each.amount)) for each in case.capacity),
        rights=tuple(replace(each, amount=new(each.amount)) for each in case.rights),
        exchange={code: new(text) for code, text in case.exchange.items()},
    )


def _measures(case: BusinessCase, gone: set[str]) -> tuple[Any, ...]:
    return tuple(
        replace(each, benefits=tuple(b for b in each.benefits if b not in gone))
        for each in case.measures
    )
