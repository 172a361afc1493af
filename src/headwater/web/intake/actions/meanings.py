"""What a column may mean, and how a person's choice becomes a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.errors import InputError
from headwater.intake.mapping import KNOWN, LISTS
from headwater.vocabulary.intake import Reading, TableReading

LEFT_OUT = ""
CRITERION = "criterion"
IGNORE = "ignore"
WORDS = {
    "id": "Id",
    "name": "Name",
    "cost": "Total cost",
    "unit": "Unit",
    "description": "Description",
    "stage": "Stage",
    "benefit": "Benefit",
    "mandatory": "Mandatory or not",
    "mandatory_basis": "Law or clause that orders it",
    "mandatory_date": "By when the law must be met",
    "mandatory_penalty": "Penalty if it is not done",
    "mandatory_option": "Least-cost option that complies",
    "mandatory_cost": "Cost of the least-cost option",
    "sponsor": "Sponsor",
    "sponsor_email": "E-mail of the sponsor",
    "start": "Start",
    "end": "End",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One choice: its value in a form, and its words."""

    value: str
    words: str


def meanings(table: TableReading, heading: str, current: str) -> tuple[Meaning, ...]:
    """Return what a column of this table may mean; what it means now is among them."""
    found = [Meaning(LEFT_OUT, "Left out")]
    names = [name for name in KNOWN.get(table.table, ()) if name not in LISTS]
    found += [Meaning(name, words_of(name)) for name in names]
    if table.table == "projects":
        found.append(Meaning(f"{CRITERION}:{heading}", "A score"))
        found.append(Meaning(f"cost_PERIOD:{heading}", f"Cost in the period “{heading}”"))
    if current and current not in {each.value for each in found}:
        found.append(Meaning(current, words_of(current)))
    return tuple(found)


def words_of(meaning: str) -> str:
    """Say a meaning in words: 'cost_PERIOD:FY2017' is 'Cost in FY2017'."""
    kind, _, rest = meaning.partition(":")
    if kind == "cost_PERIOD":
        return f"Cost in {rest}"
    if kind == "capacity":
        return f"Need of {rest.replace(':', ', ')}"
    if kind == CRITERION:
        return f"Score: {rest}"
    return WORDS.get(meaning, meaning.replace("_", " ").capitalize())


def mended(
    reading: Reading, before: Mapping[str, str], chosen: Mapping[tuple[str, str], str]
) -> dict[str, str]:
    """Return the mapping that a person's choices make, on top of what they chose before.

    Parameters
    ----------
    chosen
        By (sheet, heading): the meaning chosen in the form, "" to leave the column out.

    Raises
    ------
    InputError
        If two columns of one table are to mean the same.
    """
    said: dict[str, list[str]] = {name: heading.split(";") for name, heading in before.items()}
    for table in reading.tables:
        prefix = "" if table.table == "projects" else f"{table.table}."
        for column in table.columns:
            meaning = chosen.get((table.sheet, column.heading), column.meaning)
            if not table.table or meaning == column.meaning:
                continue
            for name in [name for name in said if _is_of(name, prefix)]:
                said[name] = [each for each in said[name] if each != column.heading]
            name = prefix + _name(meaning)
            if said.get(name) and _name(meaning) not in LISTS:
                raise InputError(
                    f"Two columns cannot both be “{words_of(meaning)}”: {said[name][0]!r} and "
                    f"{column.heading!r}. Choose one."
                )
            said.setdefault(name, []).append(column.heading)
    return {name: ";".join(headings) for name, headings in said.items() if headings}


def _name(meaning: str) -> str:
    if meaning == LEFT_OUT:
        return IGNORE
    return CRITERION if meaning.startswith(f"{CRITERION}:") else meaning


def _is_of(name: str, prefix: str) -> bool:
    if prefix:
        return name.startswith(prefix)
    return "." not in name.partition(":")[0]
