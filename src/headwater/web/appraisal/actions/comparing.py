"""Two versions of a case, or two options, side by side: what differs in numbers and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.vocabulary.appraisal_value import OptionValue
from headwater.web.appraisal.models import CaseVersion

PARTS = {
    "options": ("id", "Option"),
    "assumptions": ("name", "Assumption"),
    "lines": ("id", "Line"),
    "risks": ("id", "Risk"),
    "adjustments": ("id", "Adjustment"),
    "unquantified": ("id", "Benefit beside the numbers"),
    "capacity": ("role", "Capacity"),
    "contracts": ("id", "Contract"),
    "funding": ("source", "Funding"),
    "measures": ("id", "Measure"),
    "statements": ("topic", "Statement"),
    "pools": ("name", "Benefit pool"),
    "success_factors": ("name", "Success factor"),
    "groups": ("name", "Income group"),
    "dependencies": ("on", "Dependency"),
    "correlations": ("first", "Correlation"),
    "shocks": ("name", "Common shock"),
    "rights": ("id", "Right to decide later"),
}
SKIPPED = ("version", "date")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was changed: where, what it was, what it is."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What an option was worth, and is worth now; None where it was not there."""

    name: str
    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """The difference, where both are there."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def differences(before: CaseVersion, after: CaseVersion) -> tuple[Difference, ...]:
    """Return every cell that differs, in the order of the case."""
    old, new = before.record, after.record
    found: list[Difference] = []
    for name in new:
        if name in PARTS:
            found += _rows(name, old.get(name, []), new[name])
        elif old.get(name) != new[name] and name not in SKIPPED:
            found.append(Difference(_words(name), _text(old.get(name)), _text(new[name])))
    return tuple(found)


def moved(before: CaseVersion, after: CaseVersion) -> tuple[Moved, ...]:
    """Return what each option was worth in the two versions."""
    old = {each.option: each for each in before.valued.options}
    new = {each.option: each for each in after.valued.options}
    return tuple(
        Moved((new.get(key) or old[key]).name, _npv(old.get(key)), _npv(new.get(key)))
        for key in dict.fromkeys((*new, *old))
    )


def _npv(value: OptionValue | None) -> float | None:
    return None if value is None else value.npv


def _rows(part: str, old: Sequence[Any], new: Sequence[Any]) -> list[Difference]:
    label, title = PARTS[part]
    before, after = _by_label(old, label), _by_label(new, label)
    found = []
    for key in dict.fromkeys((*before, *after)):
        place = f"{title} {key}"
        if key not in after:
            found.append(Difference(place, _whole(before[key]), ""))
        elif key not in before:
            found.append(Difference(place, "", _whole(after[key])))
        else:
            found += _fields(place, before[key], after[key])
    return found


def _fields(place: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = []
    for name in new:
        one, two = old.get(name), new[name]
        if one == two:
            continue
        if isinstance(two, dict) and isinstance(one, dict):
            found += [
                Difference(f"{place}, {_words(each)}", _text(one.get(each)), _text(two.get(each)))
                for each in dict.fromkeys((*one, *two))
                if one.get(each) != two.get(each)
            ]
        else:
            found.append(Difference(f"{place}, {_words(name)}", _text(one), _text(two)))
    return found


def _by_label(rows: Sequence[Any], label: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        key = str(row[label])
        number = 2
        while key in found:  # two statements on one topic
            key, number = f"{row[label]} ({number})", number + 1
        found[key] = row
    return found


def _words(name: str) -> str:
    return str(name).replace("_", " ")


def _whole(row: Mapping[str, Any]) -> str:
    said = (f"{_words(name)}: {_text(value)}" for name, value in row.items() if _text(value))
    return "; ".join(said)


def _text(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{_words(k)} {_text(v)}" for k, v in value.items() if _text(v))
    if isinstance(value, list):
        return "; ".join(filter(None, map(_text, value)))
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:.10g}" if isinstance(value, float) else str(value)
