"""What the case page draws: options, what drives the value, money by year, in drawn units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isclose

from headwater.vocabulary.appraisal_case import BusinessCase, Option
from headwater.vocabulary.appraisal_drivers import Drivers
from headwater.vocabulary.appraisal_formula import key, names, parse
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue, LineYears, OptionValue

WIDTH = 640.0
ROW, GAP = 30.0, 10.0
LEFT, RIGHT, TOP = 176.0, 16.0, 8.0
BARS = 220.0
FEW = 6
LEAST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its two numbers, and where it lies."""

    label: str
    low: float
    high: float
    x: float
    y: float
    width: float
    middle: float
    is_down: bool = False
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over one line; `zero` is where nothing is, `centre` the central value."""

    bars: tuple[Bar, ...]
    height: float
    zero: float | None
    centre: float
    ends: tuple[tuple[float, float], ...]
    width: float = WIDTH
    left: float = LEFT


@dataclass(frozen=True, slots=True)
class Column:
    """A year's net money: where its column stands."""

    year: int
    amount: float
    x: float
    y: float
    height: float
    is_out: bool
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """An option as the table shows it."""

    option: Option
    value: OptionValue | None
    is_preferred: bool
    is_best: bool


def rows(case: BusinessCase, value: CaseValue) -> tuple[Row, ...]:
    """Return every option with its value, the shortlist first, as written."""
    listed = sorted(case.options, key=lambda each: not each.is_shortlisted)
    return tuple(
        Row(each, value.of(each.id), each.id == value.preferred, each.id == value.best)
        for each in listed
    )


def drivers(spread: CaseRange, value: CaseValue, most: int = FEW) -> Bars | None:
    """Lay out how far each assumption moves the value of the preferred option."""
    found = list(spread.drivers.items())[:most]
    chosen = value.of(spread.option)
    if not found or chosen is None:
        return None
    centre = chosen.npv if chosen.against is None else chosen.against
    named = [(name, low, high) for name, (low, high) in found]
    return _bars(named, centre)


def share_bars(drive: Drivers, most: int = FEW) -> Bars | None:
    """Lay out each quantity's part in the spread, with what it does together with others."""
    found = [
        (each.name, 100 * max(0.0, each.first.value), 100 * max(0.0, each.total.value))
        for each in drive.shares[:most]
        if each.total.value > LEAST_SHARE
    ]
    if not found:
        return None
    made = _bars([(name, 0.0, max(first, total)) for name, first, total in found], 0.0)
    inner = _bars([*((name, 0.0, first) for name, first, _ in found),
                   ("", 0.0, max(max(f, t) for _, f, t in found))], 0.0)  # fmt: skip
    bars = tuple(
        replace(each, part=alone.width if alone.high > 0 else 0.0)
        for each, alone in zip(made.bars, inner.bars, strict=False)
    )
    return replace(made, bars=bars)


def option_bars(value: CaseValue) -> Bars | None:
    """Lay out the options' net present values against business as usual."""
    found = [
        (each.name, 0.0, each.npv if each.against is None else each.against)
        for each in value.options
        if each.role != "business_as_usual"
    ]
    return _bars(found, 0.0) if found else None


def by_year(option: OptionValue | None, usual: OptionValue | None) -> tuple[Column, ...]:
    """Lay out an option's net flow of each year beyond business as usual."""
    if option is None:
        return ()
    net = dict(option.net)
    if usual is not None and usual.option != option.option:
        for year, amount in usual.net.items():
            net[year] = net.get(year, 0.0) - amount
    years = sorted(net)
    if len(years) < 2:
        return ()
    top, low = max(0.0, *net.values()), min(0.0, *net.values())
    span = (top - low) or 1.0
    step = (WIDTH - 2 * RIGHT) / len(years)
    zero = TOP + BARS * top / span
    every = max(1, len(years) // 8)
    found = []
    for place, year in enumerate(years):
        size = BARS * abs(net[year]) / span
        y = zero if net[year] < 0 else zero - size
        found.append(
            Column(
                year, net[year], round(RIGHT + place * step, 1), round(y, 1), round(size, 1),
                net[year] < 0, str(year) if place % every == 0 else "",
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Traced:
    """A line of an option down to what it is made from."""

    line: LineYears
    made: str
    source: str
    uses: tuple[tuple[str, int], ...]
    """Names of assumptions that it leans on, also through other lines, with their place."""


def traced(record: BusinessCase, chosen: OptionValue | None) -> tuple[Traced, ...]:
    """Return each line of an option with its formula, source and the assumptions under it."""
    places = {key(each.name): at for at, each in enumerate(record.assumptions, 1)}
    lines = {key(each.id): each for each in record.lines}
    texts = {key(each.name): [each.value] for each in record.assumptions}
    texts |= {at: [each.formula, *each.amounts.values()] for at, each in lines.items()}
    found = []
    for each in chosen.lines if chosen else ():
        said = lines[key(each.id)]
        under = _under(key(each.id), texts)
        cells = [f"{year}: {text or '?'}" for year, text in sorted(said.amounts.items())]
        origin = said.provenance
        found.append(
            Traced(
                each,
                "; ".join([*([said.formula] if said.formula else []), *cells[:FEW]]),
                ", ".join(filter(None, (origin.source, origin.date, origin.owner))),
                tuple((record.assumptions[places[n] - 1].name, places[n]) for n in places
                      if n in under),
            )
        )  # fmt: skip
    return tuple(found)


def _under(start: str, texts: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in texts:
            continue
        seen.add(name)
        for text in texts[name]:
            if text.strip():
                waiting += [other for other, _ in names(parse(text))]
    return seen


def ties(record: BusinessCase) -> tuple[str, ...]:
    """Say which quantities go together, and what strikes several at once."""
    pairs = (
        f"{each.first} and {each.second}: rank correlation {each.value:g}"
        for each in record.correlations
    )
    shocks = (
        f"{shock.name}: " + ", ".join(f"{name} ({by:g})" for name, by in shock.loadings.items())
        for shock in record.shocks
    )
    return (*pairs, *shocks)


def shares(found: Review) -> tuple[tuple[str, float, tuple[str, ...]], ...]:
    """Return each of the five cases with how complete it is and what it does not speak of."""
    return tuple(
        (
            name,
            share,
            tuple(each.topic for each in found.topics if each.case == name and not each.present),
        )
        for name, share in found.completeness.items()
    )


def _bars(found: Sequence[tuple[str, float, float]], centre: float) -> Bars:
    numbers = [centre, *(end for _, *ends in found for end in ends)]
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    span = (high - low) or 1.0

    def at(number: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (number - low) / span, 1)

    bars = []
    for place, (label, one, two) in enumerate(found):
        first, last = sorted((one, two))
        y = TOP + place * (ROW + GAP)
        width = max(2.0, at(last) - at(first))
        bars.append(
            Bar(_short(label), one, two, at(first), y, width, y + ROW / 2 + 4, is_down=two < one)
        )
    height = TOP + len(found) * (ROW + GAP) + 22
    zero = None if isclose(low, 0.0) and isclose(centre, 0.0) else at(0.0)
    return Bars(tuple(bars), height, zero, at(centre), ((at(low), low), (at(high), high)))


def _short(label: str, most: int = 24) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
