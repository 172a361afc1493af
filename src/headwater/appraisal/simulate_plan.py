"""What is drawn when a case is simulated: its uncertain assumptions, lines, ranges and events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.appraisal.cases.model import CaseModel, compile_case
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.cases.valuation import plain_amount, practice_of
from headwater.appraisal.distributions import Marginal, marginal_of, uniform
from headwater.appraisal.formulas import FLOATS
from headwater.appraisal.methods import METHODS
from headwater.appraisal.parameters import Pack
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, Option
from headwater.vocabulary.appraisal_plans import Risk

RANGES = "ranges written as low..high"
TOGETHER = (
    "Ranges written within lines as low..high are drawn evenly and move together, all low or all "
    "high at once."
)
DURATION = "duration"


@dataclass(frozen=True)
class Quantity:
    """One thing that is drawn.

    `kind` is "assumption" (a value in its own unit), "line" (a ratio of actual to stated),
    "place" (where in written ranges), "event" (0 or 1) or "impact" (a ratio of the stated impact).
    """

    name: str
    key: str
    kind: str
    marginal: Marginal
    central: float

    @property
    def central_draw(self) -> float:
        """What stands for it when it is not moved; an event does not happen."""
        return 0.0 if self.kind == "event" else self.central


@dataclass(frozen=True)
class Event:
    """A risk that may happen: present loss and plain loss of each option, months, its keys."""

    risk: Risk
    impact: float
    factor: float


@dataclass(frozen=True)
class Plan:
    """A case made ready for drawing: quantities in an order that rows do not change."""

    case: BusinessCase
    practice: str
    model: CaseModel
    terms: Terms
    pack: Pack
    option: Option
    usual: Option | None
    quantities: tuple[Quantity, ...]
    events: tuple[Event, ...]
    doubts: tuple[str, ...]

    @property
    def has_duration(self) -> bool:
        """Say whether the case says when the option is in use: by a duration or an assumption."""
        drawn = any((q.kind, q.key) == ("assumption", DURATION) for q in self.quantities)
        return drawn or self.option.duration is not None


def plan_of(
    case: BusinessCase,
    *,
    option: str | None = None,
    than: str | None = None,
    practice: str | None = None,
    pack: str | None = None,
) -> Plan:
    """Find out what is drawn of a case.

    Parameters
    ----------
    option
        Id; None for the preferred option, else the first on the shortlist that does something.
    than
        Id of the option that it is compared with; None for business as usual.

    Raises
    ------
    InputError
        If the option is not there, or a distribution cannot be made.
    """
    method, parameters = practice_of(case, practice, pack)
    model = compile_case(case)
    terms = METHODS[method].terms(case, parameters, model.last_year - model.base_year)
    chosen = _option(case, option)
    usual = case.option("business_as_usual") if than is None else _option(case, than)
    used = (chosen.id,) if usual is None or usual.id == chosen.id else (chosen.id, usual.id)
    events, quantities, doubts = _events(model, terms, used)
    quantities = [*_assumptions(model), *_lines(model, used), *quantities]
    if _has_ranges(case, used):
        quantities.append(Quantity(RANGES, "", "place", uniform(0.0, 1.0), 0.5))
        doubts.append(TOGETHER)
    doubts += [sentence for each in quantities for sentence in each.marginal.doubts]
    if not quantities:
        doubts.append(
            "Nothing in the case is uncertain: give an assumption or a line a range, and the "
            "simulation says something."
        )
    return Plan(
        case, method, model, terms, parameters, chosen, usual if len(used) > 1 else None,
        tuple(sorted(quantities, key=lambda each: (each.kind, each.key))), tuple(events),
        tuple(dict.fromkeys(doubts)),
    )  # fmt: skip


def _option(case: BusinessCase, wanted: str | None) -> Option:
    if wanted is not None:
        found = next((each for each in case.options if each.id == wanted), None)
        if found is None:
            there = ", ".join(each.id for each in case.options)
            raise InputError(f"case {case.id!r} has no option {wanted!r}; there are: {there}")
        return found
    preferred = case.option("preferred")
    if preferred is not None:
        return preferred
    chosen = [each for each in (case.shortlist() or case.options) if each.role == "do_something"]
    if not chosen and not case.options:
        raise InputError(f"case {case.id!r} has no options; add at least one, and its lines")
    return chosen[0] if chosen else case.options[0]


def _assumptions(model: CaseModel) -> list[Quantity]:
    known = model.known(maths=FLOATS)
    found = []
    for name, each in model.quantities.items():
        node = model.values[name]
        central = known[name]
        own = 0.0 if central is None else float(central) / float(model.scales[name])
        if each.uncertainty is not None:
            made = marginal_of(f"assumption {each.name!r}", each.uncertainty)
            if each.uncertainty.kind == "reference_class":
                if central is None:
                    raise InputError(
                        f"assumption {each.name!r} has a reference class and no value to multiply; "
                        "state its value"
                    )
                made = made.of(own)
            if central is None:
                own = float(made.at(0.0))
            found.append(Quantity(each.name, name, "assumption", made, own))
        elif node is not None and node.op == "range":
            low, high = (model.known(maths=FLOATS, place=at)[name] for at in (0.0, 1.0))
            scale = float(model.scales[name])
            made = uniform(float(low) / scale, float(high) / scale)
            found.append(Quantity(each.name, name, "assumption", made, own))
    return found


def _lines(model: CaseModel, used: Sequence[str]) -> list[Quantity]:
    return [
        Quantity(
            line.title, name, "line", marginal_of(f"line {line.title!r}", line.uncertainty), 1.0
        )
        for name, line in model.lines.items()
        if line.uncertainty is not None and line.option in ("", *used) and not line.sunk
    ]


def _has_ranges(case: BusinessCase, used: Sequence[str]) -> bool:
    return any(
        ".." in text
        for line in case.lines
        if line.option in ("", *used)
        for text in (line.formula, *line.amounts.values())
    )


def _events(
    model: CaseModel, terms: Terms, used: Sequence[str]
) -> tuple[list[Event], list[Quantity], list[str]]:
    """Return the risks that are drawn as events; what cannot be is said."""
    events, drawn, doubts = [], [], []
    known = model.known()
    for risk in sorted(model.case.risks, key=lambda each: each.id):
        if risk.option not in ("", *used) or risk.in_costs:
            continue
        impact = plain_amount(risk.impact, known, f"risk {risk.id!r}")
        if risk.probability is None or (impact is None and risk.delay is None):
            doubts.append(
                f"Risk {risk.id!r} has no {'probability' if risk.probability is None else 'impact'}"
                " in numbers and is not drawn."
            )
            continue
        at = 0 if risk.year is None else risk.year - model.base_year
        if not 0 <= at < len(terms.factors):
            doubts.append(f"Risk {risk.id!r} falls in {risk.year}, outside the case: not drawn.")
            continue
        events.append(Event(risk, float(impact or 0), float(terms.factors[at])))
        drawn.append(Quantity(risk.id, risk.id, "event", uniform(0.0, 1.0), 0.0))
        if risk.uncertainty is not None:
            shape = marginal_of(f"risk {risk.id!r}", risk.uncertainty)
            if risk.uncertainty.kind != "reference_class":
                if not impact:
                    continue
                shape = shape.of(1 / float(impact))
            drawn.append(Quantity(f"impact of {risk.id}", risk.id, "impact", shape, 1.0))
    return events, drawn, doubts


def happens_at(place: Any, probability: float | None) -> Any:
    """Return 1.0 where an event happens: at high places (0 to 1), so that it goes with high costs.

    A positive correlation of a risk with a cost then means that they strike together.
    """
    return np.greater_equal(place, 1 - (probability or 0.0)) * 1.0 if probability else 0.0 * place


def given_of(
    plan: Plan, values: Mapping[tuple[str, str], Any]
) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Sort drawn values into assumptions, ratios of lines, and the place in ranges."""
    given = {name: value for (kind, name), value in values.items() if kind == "assumption"}
    ratios = {name: value for (kind, name), value in values.items() if kind == "line"}
    return given, ratios, values.get(("place", ""), 0.5)
