"""Parameter packs: dated data files with the rates that an appraisal uses, and their source."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from itertools import pairwise
from typing import Any

from headwater.errors import InputError

Schedule = tuple[tuple[int | None, float], ...]
"""Steps (last year of the step, yearly rate within it); None: without end."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One edition of somebody's parameters.

    Attributes
    ----------
    methods
        Names of the appraisal methods that it serves.
    source, edition, date
        Key in docs/references.bib, what exactly, and its day (ISO 8601).
    effective_from, effective_to
        ISO days; `effective_to` is None while it holds.
    prices
        "real" (constant prices) or "nominal".
    schedules
        Discount rates by name, each in steps of years.
    default_schedule
        The one used unless another is asked for.
    rate
        A constant yearly rate, where the pack has no schedules.
    sensitivity
        The schedule to try as well for flows beyond a number of years, where there is one.
    bias, bias_source
        Optimism bias by project type and target ("capex", "opex", "duration"): its upper and
        lower share; and its source.
    elasticity
        Of the worth of money with income, for distributional weights; None where they are not
        used.
    deflator
        Name of the price index; "" for none.
    notes
        What is and is not verified, as whole sentences.
    """

    name: str
    title: str
    methods: tuple[str, ...]
    country: str
    source: str
    edition: str
    date: str
    effective_from: str
    effective_to: str | None
    prices: str
    notes: tuple[str, ...]
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    default_schedule: str = ""
    rate: float | None = None
    sensitivity: Mapping[str, Any] | None = None
    bias: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    bias_source: str = ""
    elasticity: float | None = None
    deflator: str = ""


def packs(method: str | None = None) -> Mapping[str, Pack]:
    """Read all packs, or those that serve a method: by name, oldest first."""
    folder = files("headwater.appraisal") / "packs"
    found = [
        _pack(json.loads(each.read_text(encoding="utf-8")))
        for each in folder.iterdir()
        if each.name.endswith(".json")
    ]
    fitting = [each for each in found if method is None or method in each.methods]
    return {each.name: each for each in sorted(fitting, key=lambda one: (one.date, one.name))}


def pick(method: str, name: str | None = None) -> Pack:
    """Return a pack by name, or the latest that serves a method.

    Raises
    ------
    InputError
        If no pack of that name serves the method; the message names those that do.
    """
    fitting = packs(method)
    if not fitting:
        raise InputError(f"no parameter pack serves the method {method!r}")
    if name is None:
        return [*fitting.values()][-1]
    if name in fitting:
        return fitting[name]
    close = get_close_matches(name, [*fitting], n=1)
    mend = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(fitting)}"
    raise InputError(f"no parameter pack {name!r} serves the method {method!r}; {mend}")


def _pack(raw: Mapping[str, Any]) -> Pack:
    schedules = {
        name: tuple((last, float(rate)) for last, rate in steps)
        for name, steps in raw.get("schedules", {}).items()
    }
    for name, steps in schedules.items():
        _check(raw["name"], name, steps)
    bias = {
        kind: {target: (float(pair[0]), float(pair[1])) for target, pair in targets.items()}
        for kind, targets in raw.get("bias", {}).items()
    }
    plain = {"methods": tuple(raw["methods"]), "notes": tuple(raw["notes"]), "schedules": schedules}
    return Pack(**{**raw, **plain, "bias": bias})


def _check(pack: str, name: str, steps: Sequence[tuple[int | None, float]]) -> None:
    ends = [last for last, _ in steps]
    rising = all(a is not None and (b is None or a < b) for a, b in pairwise(ends))
    if not steps or ends[-1] is not None or not rising or any(rate <= -1 for _, rate in steps):
        raise InputError(f"the parameter pack {pack!r} has a broken schedule {name!r}")
