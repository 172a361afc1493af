"""What the page of options shows: longlist with ratings, figures side by side, distributions."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from headwater.vocabulary.appraisal_case import BusinessCase, Option
from headwater.vocabulary.appraisal_options import OptionChances, OptionsCompared
from headwater.vocabulary.appraisal_plans import UnquantifiedBenefit
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue, OptionValue
from headwater.vocabulary.units import Interval

WIDTH, LEFT, RIGHT = 640.0, 176.0, 16.0
TALL, GAP, FOOT = 46.0, 22.0, 26.0
TONES = {"meets": "start", "partly": "contested", "fails": "stop"}
STANDINGS = {
    "preferred": ("Preferred", "start"),
    "carried_forward": ("On the shortlist", "plain"),
    "possible": ("On the longlist", "quiet-tone"),
    "discounted": ("Set aside", "quiet-tone"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An option of the longlist: where it stands, and how it meets each success factor."""

    option: Option
    words: str
    tone: str
    ratings: tuple[tuple[str, str, str], ...]
    """Success factor, what is said of it, tone."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An option of the shortlist with its figures."""

    option: Option
    value: OptionValue
    spread: CaseRange | None
    chances: OptionChances | None
    is_preferred: bool
    is_usual: bool

    @property
    def centre(self) -> float:
        """Net present value against usual, by itself without one."""
        return self.value.npv if self.value.against is None else self.value.against

    @property
    def ends(self) -> Interval | None:
        """P10 to P90: of the draws, else with one thing moved at a time."""
        if self.chances is None:
            return self.spread.npv if self.spread else None
        low, high = (self.chances.npv.percentiles[each].rounded for each in (10, 90))
        return Interval(min(low, high), high)


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of a distribution as a column."""

    x: float
    y: float
    width: float
    height: float
    is_loss: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """How one option is spread: its columns, and where its P10, P50 and P90 stand."""

    name: str
    y: float
    bins: tuple[Bin, ...]
    marks: tuple[tuple[float, str], ...]
    base: float


@dataclass(frozen=True, slots=True)
class Pictures:
    """The distributions under each other over one axis; `zero` is where nothing is gained."""

    rows: tuple[Picture, ...]
    height: float
    zero: float
    ends: tuple[tuple[float, float], ...]
    steps: tuple[tuple[float, float, tuple[float, ...]], ...]
    """For the table: from, to, and each option's share of the draws."""
    width: float = WIDTH
    left: float = LEFT


def longlist(record: BusinessCase) -> tuple[Listed, ...]:
    """Return every option as the longlist shows it, the shortlist first, as written."""
    factors = [each.name for each in record.success_factors]
    return tuple(
        Listed(
            each,
            *(STANDINGS[each.standing] if each.role == "do_something" or each.standing ==
              "preferred" else ("Comparator", "plain")),
            tuple(
                (name, each.ratings.get(name, "not rated"),
                 TONES.get(each.ratings.get(name, "").strip().casefold(), "quiet-tone"))
                for name in factors
            ),
        )
        for each in sorted(record.options, key=lambda each: not each.is_shortlisted)
    )  # fmt: skip


def side_by_side(
    record: BusinessCase,
    value: CaseValue,
    ranges: Mapping[str, CaseRange],
    compared: OptionsCompared | None,
) -> tuple[Beside, ...]:
    """Return the options that were valued, comparators first."""
    found = []
    for option in record.shortlist() or record.options:
        worth = value.of(option.id)
        if worth is not None:
            usual = option.role == "business_as_usual"
            found.append(
                Beside(
                    option, worth, None if usual else ranges.get(option.id),
                    compared.of(option.id) if compared else None,
                    option.id == value.preferred, usual,
                )
            )  # fmt: skip
    return tuple(found)


def pictures(compared: OptionsCompared) -> Pictures:
    """Lay the distributions out under each other over one axis, each to its own height."""
    edges = compared.edges
    low, high = edges[0], edges[-1]

    def at(number: float) -> float:
        inside = min(max(number, low), high)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (inside - low) / (high - low), 1)

    rows = []
    for place, each in enumerate(compared.options):
        y = GAP + place * (TALL + GAP)
        base = y + TALL
        top = max(each.shares, default=1.0) or 1.0
        bins = tuple(
            Bin(at(one), round(base - TALL * share / top, 1), max(0.5, at(two) - at(one) - 1),
                round(TALL * share / top, 1), (one + two) / 2 < 0)
            for (one, two), share in zip(pairwise(edges), each.shares, strict=True)
            if share > 0
        )  # fmt: skip
        marks = tuple((at(each.npv.percentiles[p].value), f"P{p}") for p in (10, 50, 90))
        rows.append(Picture(_short(each.name), y, bins, marks, base))
    height = GAP + len(rows) * (TALL + GAP) + FOOT
    steps = tuple(
        (one, two, tuple(each.shares[step] for each in compared.options))
        for step, (one, two) in enumerate(pairwise(edges))
    )
    return Pictures(tuple(rows), height, at(0.0), ((at(low), low), (at(high), high)), steps)


def beside(record: BusinessCase, value: CaseValue) -> tuple[tuple[UnquantifiedBenefit, str], ...]:
    """Return what has no number, with the name of the option that it belongs to."""
    names = {each.option: each.name for each in value.options}
    return tuple((each, names.get(each.option, "Every option")) for each in record.unquantified)


def not_by_ratio(value: CaseValue) -> str:
    """Return the sentence of the engine on ratios."""
    return next((each for each in value.doubts if "ratio of benefits" in each), "")


def _short(label: str, most: int = 24) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
