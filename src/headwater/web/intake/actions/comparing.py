"""What a sheet would change: added, removed, and old -> new for each field."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Workbook

UNKNOWN = "not known"
NOTHING = "nothing"
HEADS = {"id", "project", "objective", "leader", "method", "left", "right"}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row, as it was and as it would become."""

    row: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TableChange:
    """What would change in one table; rows by the name that people know them by."""

    table: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changes."""
        return not (self.added or self.removed or self.changed)


def compare(old: Workbook, new: Workbook) -> tuple[TableChange, ...]:
    """Return what differs, table by table; tables without a difference are left out."""
    names = {each.id: each.name for each in (*old.projects, *new.projects)}
    goals = {each.id: each.name for each in (*old.objectives, *new.objectives)}
    found = [
        _records("projects", old.projects, new.projects, lambda each: each.id, names.get),
        _records("objectives", old.objectives, new.objectives, lambda each: each.id, goals.get),
        _records(
            "links",
            old.links,
            new.links,
            lambda each: (each.project, each.objective),
            lambda key: f"{names.get(key[0], key[0])} → {goals.get(key[1], key[1])}",
        ),
        _records(
            "judgements",
            old.judgements,
            new.judgements,
            lambda each: (each.leader, each.method, each.left, each.right or ""),
            lambda key: f"{key[0]}: {key[2]}{f' to {key[3]}' if key[3] else ''}",
        ),
        _amounts("budgets", old.budgets, new.budgets, str),
        _amounts("capacities", old.capacities, new.capacities, ", ".join),
        _whole("rules", old.rules, new.rules),
        _whole("cash flows", old.cash_flows, new.cash_flows),
        _settings(old, new),
    ]
    return tuple(each for each in found if not each.is_empty)


def _records(
    table: str,
    old: Iterable[Any],
    new: Iterable[Any],
    key: Callable[[Any], Any],
    name: Callable[[Any], Any],
) -> TableChange:
    before, after = {key(each): each for each in old}, {key(each): each for each in new}
    changed = [
        change
        for each in sorted(before.keys() & after.keys())
        if before[each] != after[each]
        for change in _fields(str(name(each)), before[each], after[each])
    ]
    return TableChange(
        table,
        tuple(sorted(str(name(each)) for each in after.keys() - before.keys())),
        tuple(sorted(str(name(each)) for each in before.keys() - after.keys())),
        tuple(changed),
    )


def _fields(row: str, old: Any, new: Any) -> Iterable[Change]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in HEADS or before == after:
            continue
        if isinstance(before, Mapping):
            for key in sorted({*before, *after}, key=str):
                if before.get(key) != after.get(key) or (key in before) != (key in after):
                    label = ", ".join(key) if isinstance(key, tuple) else key
                    yield Change(row, label, _said(before, key), _said(after, key))
        else:
            yield Change(row, field.name.replace("_", " "), _text(before), _text(after))


def _amounts(
    table: str, old: Mapping[Any, float], new: Mapping[Any, float], name: Callable[[Any], str]
) -> TableChange:
    changed = [
        Change(name(key), "amount", _text(old[key]), _text(new[key]))
        for key in sorted(old.keys() & new.keys())
        if old[key] != new[key]
    ]
    return TableChange(
        table,
        tuple(sorted(name(key) for key in new.keys() - old.keys())),
        tuple(sorted(name(key) for key in old.keys() - new.keys())),
        tuple(changed),
    )


def _whole(table: str, old: Iterable[Any], new: Iterable[Any]) -> TableChange:
    before, after = [_line(each) for each in old], [_line(each) for each in new]
    added, removed = list(after), list(before)
    for each in before:
        if each in added:
            added.remove(each)
            removed.remove(each)
    return TableChange(table, tuple(sorted(added)), tuple(sorted(removed)), ())


def _settings(old: Workbook, new: Workbook) -> TableChange:
    pairs = [
        ("amounts", old.money.label, new.money.label),
        ("criteria", ", ".join(old.criteria), ", ".join(new.criteria)),
        ("lower is better", ", ".join(old.lower_is_better), ", ".join(new.lower_is_better)),
        ("illustrative", ", ".join(old.illustrative), ", ".join(new.illustrative)),
    ]
    changed = [
        Change("the whole list", name, before or NOTHING, after or NOTHING)
        for name, before, after in pairs
        if before != after
    ]
    return TableChange("settings", (), (), tuple(changed))


def _line(record: Any) -> str:
    values = to_json(record).values()
    return " ".join(
        "; ".join(each) if isinstance(each, list) else str(each).replace("_", " ")
        for each in values
        if each not in (None, "")
    )


def _said(values: Mapping[Any, Any], key: Any) -> str:
    return _text(values[key]) if key in values else NOTHING


def _text(value: Any) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Interval | str):
        return str(value) or NOTHING
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
