"""Four Slovak road schemes by their national manual: traffic to yearly flows, flows to a value.

The yearly flows are worked out here, in floats, from the published parameters and traffic; the case
engine values them. Skipped where the files are not at hand (licence MIT, transport-cba).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from headwater.appraisal import value_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_value import OptionValue
from headwater.vocabulary.units import MoneyUnit

PLACES = [Path(__file__).parents[depth] / "shared/data/road_cba_slovakia" for depth in (3, 4)]
DAYS, PERIOD, RATE = 365.0, 30, 0.05
VEHICLES = ("car", "lgv", "hgv", "bus")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder() -> Path:
    found = next((each for each in PLACES if each.is_dir()), None)
    if found is None:
        pytest.skip("the road schemes are not here")
    return found


def number(text: Any) -> Any:
    try:
        return float(text)
    except (TypeError, ValueError):
        return text


class Manual:
    """The national parameters, in the prices of one year."""

    def __init__(self, folder: Path, prices: int) -> None:
        self.folder = folder / "parameters_svk"
        self.prices = prices
        growth = {int(row["year"]): row["cpi"] for row in self.table("cpi")}
        self.level = {prices: 1.0}
        for year in range(prices - 1, 1990, -1):
            self.level[year] = self.level[year + 1] * (1 + growth.get(year, 0.02))
        self.growth = {int(row["year"]): row["gdp_growth"] for row in self.table("gdp_growth")}
        self.density = {row["fuel"]: row["value"] for row in self.table("fuel_density")}
        self.shares = {(r["vehicle"], r["fuel"]): r["ratio"] for r in self.table("fuel_ratio")}

    def table(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8") as stream:
            return [{k: number(v) for k, v in row.items()} for row in csv.DictReader(stream)]

    def now(self, row: Row) -> float:
        """A value in the prices of the base year."""
        return float(row["value"] * row.get("scale", 1.0) * self.level[int(row["price_level"])])

    def grown(self, value: float, share: float, year: int, digits: int = 2) -> float:
        """A unit value in a year: raised by a share of that year's growth, as the package does."""
        more = 1.0 if year == self.prices else 1.0 + self.growth.get(year, 0.0) * share
        return round(value * more, digits)

    def time_values(self) -> dict[str, tuple[float, float]]:
        """Value of an hour of each vehicle, and its share of growth."""
        people = {row["vehicle"]: row["value"] for row in self.table("passenger_occupancy")}
        freight = {row["vehicle"]: row["value"] for row in self.table("freight_occupancy")}
        purposes = {row["vehicle"]: row for row in self.table("trip_purpose")}
        rows: dict[tuple[str, str, str, float], list[float]] = defaultdict(list)
        for row in self.table("vtts"):
            place = (row["vehicle"], row["substance"], row["purpose"], row["gdp_growth_adjustment"])
            rows[place].append(self.now(row))
        values: dict[str, float] = defaultdict(float)
        shares: dict[tuple[str, str], float] = {}
        for (vehicle, substance, purpose, share), found in rows.items():
            load = (people if substance == "passengers" else freight)[vehicle]
            part = purposes[vehicle][purpose]
            values[vehicle] += part * load * sum(found) / len(found)
            shares[vehicle, purpose] = part * share
        return {
            vehicle: (round(value, 2), sum(s for (v, _), s in shares.items() if v == vehicle))
            for vehicle, value in values.items()
        }

    def accident_values(self) -> dict[tuple[Any, ...], tuple[float, float]]:
        costs = {
            row["acc_type"]: self.now(row)
            * row["correct_unreported"] * row["correct_pass_per_acc"]
            for row in self.table("accident_cost")
        }  # fmt: skip
        return {
            (row["category"], row["lanes"], row["layout"], row["environment"]): (
                sum(row[kind] * cost for kind, cost in costs.items()), 0.7,
            )
            for row in self.table("accident_rate")
        }  # fmt: skip


class Scheme:
    """Inputs of one scheme: sections, capital, traffic and speeds without (0) and with it (1)."""

    def __init__(self, path: Path, start: int) -> None:
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
        self.years = range(start, start + PERIOD)
        self.sections = {row["id_section"]: row for row in self.rows(book["road_params"])}
        self.capital = [dict(row) for row in self.rows(book["capex"])]
        self.flow, self.speed = [], []
        for variant in (0, 1):
            for name, kept in (("intensities", self.flow), ("velocities", self.speed)):
                kept.append({
                    (row["id_section"], row["vehicle"]): row
                    for row in self.rows(book[f"{name}_{variant}"])
                })  # fmt: skip

    @staticmethod
    def rows(sheet: Any) -> Iterator[Row]:
        rows = sheet.iter_rows(values_only=True)
        head = [int(each) if str(each).isdigit() else each for each in next(rows)]
        for row in rows:
            if row[0] is not None:
                yield dict(zip(head, row, strict=True))

    def spent(self, row: Row) -> dict[int, float]:
        """Capital of an item by year; what lies before the first year counts in it."""
        found: dict[int, float] = defaultdict(float)
        for year, amount in row.items():
            if isinstance(year, int):
                found[max(year, self.years[0])] += float(amount or 0)
        return found

    def build_years(self) -> int:
        last = max(year for row in self.capital for year in row if isinstance(year, int))
        return last - self.years[0] + 1

    def traffic(self, variant: int, year: int) -> Iterator[tuple[Row, str, float, float]]:
        """Section, vehicle, vehicles a year, and speed in km/h."""
        for (section, vehicle), row in self.flow[variant].items():
            if section in self.sections and (variant or self.sections[section]["variant_0"] == 1):
                speed = self.speed[variant].get((section, vehicle), {}).get(year) or 0.0
                yield self.sections[section], vehicle, (row.get(year) or 0.0) * DAYS, speed


def capital(scheme: Scheme, manual: Manual) -> tuple[dict[int, float], float]:
    """Economic capital by year, and its residual value at the end.

    The package takes the ratio of the cost of replacement off every item, renewed or not, and
    the figures on its page hold that; so it is done here.
    """
    factors = {row["item"]: row["aggregate"] for row in manual.table("conversion_factors")}
    lives = {row["item"]: row for row in manual.table("residual_value")}
    by_year: dict[int, float] = defaultdict(float)
    rest, used = 0.0, PERIOD - scheme.build_years()
    for row in scheme.capital:
        factor = factors.get(row["item"], factors["construction"])
        spent = scheme.spent(row)
        for year, amount in spent.items():
            by_year[year] += factor * amount
        if life := lives.get(row["item"]):
            years = life["lifetime"]
            renewed = years <= used
            left = ((2 if renewed else 1) * years - used) / years if years < 1e9 else 1.0
            ratio = life["replacement_cost_ratio"] or 1.0  # also where nothing was renewed
            rest += factor * sum(spent.values()) * round(left, 2) * ratio
    return by_year, rest


def upkeep(scheme: Scheme, manual: Manual) -> dict[int, float]:
    """Economic running cost of the new sections, less that of sections given up, by year."""
    factors = {row["item"]: row["aggregate"] for row in manual.table("conversion_factors")}
    found: dict[int, float] = defaultdict(float)
    begin = scheme.build_years()
    for section, row in product(scheme.sections.values(), manual.table("operation_cost")):
        if section["category"] != row["category"]:
            continue
        part = row["item"] if row["item"] in ("bridges", "tunnels") else ""
        length = section[f"length_{part}" if part else "length"] or 0.0
        each = round(manual.now(row), 2) * section["width"] * length * 1e3
        each *= factors[row["operation_type"]]
        for place, year in enumerate(scheme.years):
            new = section["variant_1"] == 1 and section["variant_0"] == 0
            given_up = section["variant_0"] == 1 and section["variant_1"] == 0
            if new and place >= begin and (place - begin + 1) % int(row["periodicity"]) == 0:
                found[year] += each
            if given_up and place >= begin and (place + 1) % int(row["periodicity"]) == 0:
                found[year] -= each
    return found


def users(scheme: Scheme, manual: Manual, variant: int) -> dict[str, dict[int, float]]:
    """What the users and the others pay in a variant, by kind and year."""
    hours, accidents = manual.time_values(), manual.accident_values()
    running = {row["vehicle"]: round(manual.now(row), 2) for row in manual.table("voc")}
    half = next(r["fuel"] for r in manual.table("conversion_factors") if r["item"] == "factor")
    litre = {
        row["fuel"]: round(manual.now(row) / manual.density[row["fuel"]] * half, 2)
        for row in manual.table("fuel_cost")
    }
    curve = {(r["vehicle"], r["fuel"]): [r[f"a{n}"] for n in range(4)]
             for r in manual.table("fuel_consumption")}  # fmt: skip
    warm: dict[tuple[str, str], float] = defaultdict(float)
    for row in manual.table("greenhouse_rate"):
        warm[row["vehicle"], row["fuel"]] += row["value"] * row["factor"]
    carbon = {int(row["year"]): manual.now(row) for row in manual.table("greenhouse_cost")}
    dirt = {(r["polluant"], r["environment"]): manual.now(r) for r in manual.table("emission_cost")}
    rates = manual.table("emission_rate")
    loud: dict[tuple[str, str], float] = defaultdict(float)
    for row in manual.table("noise"):
        if row["traffic_type"] == "thin":
            loud[row["vehicle"], row["environment"]] += manual.now(row) * row["ratio"]
    found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for year in scheme.years:
        for section, vehicle, count, speed in scheme.traffic(variant, year):
            if not count:
                continue
            length, where = section["length"], section["environment"]
            value, share = hours[vehicle]
            found["time"][year] += (
                manual.grown(value, share, year) * count * length / speed if speed else 0.0
            )
            found["vehicles"][year] += running[vehicle] * count * length
            place = (section["category"], section["lanes"], section["layout"], where)
            if place in accidents:
                found["accidents"][year] += (
                    manual.grown(*accidents[place], year) * 1e-8 * count * length
                )
            noise = manual.grown(loud[vehicle, where], 0.7, year, 5)
            found["noise"][year] += noise * count * length
            for (driven, fuel), part in manual.shares.items():
                if driven != vehicle:
                    continue
                powers = enumerate(curve[vehicle, fuel])
                per_km = manual.density[fuel] * sum(a * speed**n for n, a in powers)
                burnt = per_km * length * count * part
                found["fuel"][year] += litre[fuel] * burnt
                found["climate"][year] += round(warm[vehicle, fuel]) * carbon[year] * burnt
                found["air"][year] += burnt * sum(
                    row["value"] * manual.grown(dirt[row["polluant"], where], 0.7, year)
                    for row in rates
                    if (row["vehicle"], row["fuel"]) == (vehicle, fuel)
                )
    return found


def valued(folder: Path, name: str, start: int) -> OptionValue:
    """Value a scheme with the case engine: economic flows at 5 %."""
    scheme, manual = Scheme(folder / f"cba_inputs_{name}.xlsx", start), Manual(folder, 2020)
    spent, rest = capital(scheme, manual)
    before, after = users(scheme, manual, 0), users(scheme, manual, 1)
    last = scheme.years[-1]

    def line(kind: str, label: str, row: dict[int, float]) -> CashLine:
        amounts = {year: f"{amount:.2f}" for year, amount in sorted(row.items())}
        return CashLine(label, "build", kind, amounts=amounts)  # type: ignore[arg-type]

    kept = upkeep(scheme, manual)
    more = {year: amount for year, amount in kept.items() if amount > 0}
    less = {year: -amount for year, amount in kept.items() if amount < 0}
    lines = [line("capex", "capital", spent), line("opex", "upkeep", more)]
    lines += [line("residual_value", "rest", {last: rest})]
    lines += [line("cash_benefit", "upkeep saved", less)] if less else []
    for kind in before:
        saved = {year: before[kind][year] - after[kind][year] for year in scheme.years}
        lines.append(line("cash_benefit", kind, saved))
    case = BusinessCase(
        name, name, money=MoneyUnit("EUR"), base_year=start, price_base=start, lines=tuple(lines),
        practice="corporate", options=(Option("build", "Build"),),
        financing=Financing(rate=RATE, rate_prices="real"),
    )  # fmt: skip
    return value_case(case).options[0]


def test_transportcba2023_sample_bypass(folder: Path) -> None:
    """The package's page says: EUR 3.336 million, 5.62 %, ratio 1.076."""
    found = valued(folder, "sample_bypass", 2020)
    assert found.npv / 1e6 == pytest.approx(3.336, abs=5e-4)
    assert found.rates_of_return == pytest.approx([0.0562], abs=5e-5)
    assert found.bcr == pytest.approx(1.076, abs=5e-4)


def test_transportcba2023_present_values_by_item(folder: Path) -> None:
    """The tutorial of an earlier version lists present values; these items have not changed."""
    found = valued(folder, "sample_bypass", 2020)
    present = {each.id: each.present for each in found.lines}
    published = {
        "upkeep": 2077088.92, "vehicles": 9083415.88, "accidents": 3237916.19,
        "fuel": 2360650.55, "climate": 588108.43, "rest": 1689630.93,
    }  # fmt: skip
    assert {name: present[name] for name in published} == pytest.approx(published, abs=0.1)


@pytest.mark.parametrize(
    ("name", "start"), [("i63_kutniky", 2019), ("r2_soroska", 2016), ("d1_hp_ll_ds", 2016)]
)
def test_real_schemes_are_valued_exactly(folder: Path, name: str, start: int) -> None:
    """No results are published; the value is that of exact fractions, to the cent."""
    found = valued(folder, name, start)
    net: dict[int, Fraction] = defaultdict(Fraction)
    for line in found.lines:
        for year, amount in line.amounts.items():
            sign = -1 if line.kind in ("capex", "opex") else 1
            net[year] += sign * Fraction(f"{amount:.2f}")
    exact = sum(amount / Fraction(105, 100) ** (year - start) for year, amount in net.items())
    assert abs(Fraction(f"{found.npv:.2f}") - exact) <= Fraction(1, 200)
    assert found.pv_costs > 1e6
