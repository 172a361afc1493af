"""What is wrong with the cells of a case: each named, with what to write instead."""

import re
from collections.abc import Iterator

from headwater.appraisal.cases.order import mend
from headwater.appraisal.cases.valuation import value_case
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_cells import CellFault, CellKind, Place
from headwater.vocabulary.appraisal_formula import key, names, parse

LETTERED = re.compile(r"[a-z]{1,3}\d{1,5}")
WHERE = re.compile(r"^(line|assumption) '(.+?)'(?:[^:;]{0,60}? in (\d{4}))?[:, ]?")


def cell_faults(case: BusinessCase) -> tuple[CellFault, ...]:
    """Return every cell that keeps a case from being worked out, in the order of the case.

    Each formula is read by itself first, so that all of them are named at once; what only shows
    when the case is worked out (a circle, units that do not fit, a division by 0) comes alone.
    """
    found = tuple(_read(case))
    if found:
        return found
    try:
        value_case(case)
    except InputError as error:
        return (_placed(case, str(error)),)
    return ()


def _read(case: BusinessCase) -> Iterator[CellFault]:
    assumed = {key(each.name): each.name for each in case.assumptions}
    lines = {key(each.id): each.id for each in case.lines}
    for each in case.assumptions:
        if each.value.strip():
            where = f"{each.name}, value"
            place = ("assumption", each.name, "value")
            yield from _fault(place, where, each.value, assumed, lines, only=True)
    for line in case.lines:
        texts = {"formula": line.formula, **{str(y): t for y, t in line.amounts.items()}}
        for column, text in texts.items():
            if text.strip():
                where = f"{line.title}, {column}"
                yield from _fault(("line", line.id, column), where, text, assumed, lines)


def _fault(
    place: Place,
    where: str,
    text: str,
    assumed: dict[str, str],
    lines: dict[str, str],
    *,
    only: bool = False,
) -> Iterator[CellFault]:
    kind: CellKind = "assumption" if place[0] == "assumption" else "line"
    try:
        node = parse(text)
    except InputError as error:
        yield CellFault(kind, place[1], place[2], where, f"{error}.")
        return
    known = assumed if only else {**assumed, **lines}
    for name, _use in names(node):
        if name in known:
            continue
        if name in lines:
            told = f"{lines[name]!r} is a line, and an assumption cannot use a line."
        elif LETTERED.fullmatch(name):
            told = (
                f"{name.upper()!r} is no name here: call a row by its name in square brackets, as "
                "in [hourly pay] * 2."
            )
        else:
            told = f"Nothing is called {name.replace('_', ' ')!r}{mend(name, known)}."
        yield CellFault(kind, place[1], place[2], where, told)
        return


def _placed(case: BusinessCase, said: str) -> CellFault:
    """Say to which cell a sentence of the engine belongs, where it names one."""
    sentence = f"{said[:1].upper()}{said[1:].rstrip('.')}."
    match = WHERE.match(said)
    if match and match[1] == "assumption":
        return CellFault("assumption", match[2], "value", f"{match[2]}, value", sentence)
    if match:
        line = next((each for each in case.lines if each.title == match[2]), None)
        if line is not None:
            year = match[3] or ""
            column = year if year and int(year) in line.amounts else "formula"
            return CellFault("line", line.id, column, f"{line.title}, {column}", sentence)
    return CellFault("line", "", "", "The case", sentence)
