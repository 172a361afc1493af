"""Decisions of Rivermouth Council to draw: a rich one, a bare one, a hostile one, a large one."""

from random import Random

from headwater.vocabulary.decision import (
    Call,
    Decision,
    LimitUse,
    ObjectiveCoverage,
    Verdict,
    WeightRange,
)
from headwater.vocabulary.portfolio import Ask, FrontierPoint
from headwater.vocabulary.units import Interval, MoneyUnit

DIGEST = "9f2c41d7a0b86e5d3c17f4ab02d98e6571c3ba40f6e8d2195b7c0a34e1f86d29"
PLACES = (
    "Harbour Street", "Mill Lane", "Old Town", "North Bank", "Ferry Point", "Castle Hill",
    "Weir Road", "the southern estates", "Tannery Yard", "the river parishes",
)  # fmt: skip
WORKS = (
    "Bridge repair at {}", "Library opening hours in {}", "Flood wall along {}",
    "Street lighting renewal in {}", "Sheltered housing at {}", "Bus priority through {}",
    "School roof replacement in {}", "Cycle link to {}", "Community nursing base for {}",
    "Waste sorting hall near {}",
)  # fmt: skip
SYSTEMS = (
    "Payroll replacement", "Planning portal for applicants and consultees (second release)",
    "Case management for children's services, adult social care and housing allocations",
)  # fmt: skip
UNITS = ("Highways", "Culture", "Environment", "Housing and Communities", "Digital Services")
CRITERIA = {
    "Residents are safe at home and outdoors": (0.16, 0.22, 0.34),
    "The river harms nobody": (0.12, 0.19, 0.27),
    "Getting around is easy for everyone": (0.08, 0.18, 0.41),
    "Children and older people get help early": (0.10, 0.17, 0.25),
    "The council answers quickly": (0.05, 0.13, 0.19),
    "Heritage is kept": (0.02, 0.11, 0.16),
}
LEADERS = ("Chief executive", "Finance", "Highways", "People", "Digital")
ILLUSTRATIVE = (
    "The judgements are illustrative: they were made up to show the method, nobody gave them."
)


def _manifest(decided: int) -> dict[str, object]:
    return {
        "headwater": "0.1.0",
        "method": "exact optimum (HiGHS, gap 0) and all non-dominated portfolios",
        "parameters": {"budget": 131.0, "seed": 1, "title": "", "draws": 1000},
        "seed": 1,
        "input_digest": DIGEST,
        "projects": decided,
        "solver": {"name": "HiGHS", "status": "optimal", "gap": 0.0, "start": "cold"},
        "versions": {"python": "3.11.2", "numpy": "2.3.1", "scipy": "1.16.0", "highspy": "1.15.1"},
    }


def _calls(number: int, *, start: int, contested: int) -> tuple[Call, ...]:
    """Projects whose call follows from value for money, so that the pictures make sense."""
    random = Random(7)
    names = [*SYSTEMS, *(work.format(place) for place in PLACES for work in WORKS)]
    drawn = []
    for place in range(number):
        cost = round(random.lognormvariate(1.3, 0.9), 2)
        worth = min(0.95, random.betavariate(2.0, 2.6) * (0.55 + 0.16 * cost**0.5))
        name = names[place] if place < len(names) else f"{names[place % len(names)]} {place}"
        drawn.append((worth / cost**0.8, name, cost, round(worth, 3)))
    drawn.sort(reverse=True)
    return tuple(
        _call(random, place, name, cost, worth, start=start, contested=contested)
        for place, (_, name, cost, worth) in enumerate(drawn)
    )


def _call(
    random: Random, place: int, name: str, cost: float, worth: float, *, start: int, contested: int
) -> Call:
    verdict: Verdict = (
        "start" if place < start else "contested" if place < start + contested else "stop"
    )
    index = {"start": 1.0, "stop": 0.0}.get(
        verdict, round(0.97 - 0.93 * (place - start) / max(1, contested), 4)
    )
    wide = place % 6 == 0
    reasons = {
        "start": "In every good portfolio: it brings more for its money than what could "
        "take its place.",
        "contested": f"In {index:.0%} of the good portfolios: in where safety weighs more than "
        "30%, out where getting around does.",
        "stop": "In no good portfolio: Flood wall along Mill Lane and Payroll replacement bring "
        "more for the same money.",
    }
    return Call(
        id=f"P{place + 1:03d}",
        name=name,
        cost=None
        if place in (9, 60, 77)
        else Interval(cost, round(cost * (1.3 if wide else 1.0), 2)),
        call=verdict,
        core_index=index,
        chosen=index > 0.5,
        reason=reasons[verdict],
        value=Interval(worth, round(worth * (1.2 if place % 4 == 0 else 1.0), 3)),
        unit=random.choice(UNITS),
        stage=random.choice(("new", "running")),
        mandatory=place in (2, 5),
        mandatory_basis="Flood and Water Act, section 9" if place == 2 else "",
    )


def _weights() -> tuple[WeightRange, ...]:
    random = Random(3)
    made = []
    for criterion, (low, centre, high) in CRITERIA.items():
        by_leader = {}
        for leader in LEADERS:
            at = random.uniform(low, high)
            by_leader[leader] = Interval(round(max(low, at - 0.02), 3), round(min(high, at), 3))
        made.append(WeightRange(criterion, low, high, centre, by_leader))
    return tuple(made)


def _coverage(calls: tuple[Call, ...]) -> tuple[ObjectiveCoverage, ...]:
    random = Random(5)
    made = []
    for top, (theme, (_, share, _)) in enumerate(CRITERIA.items(), 1):
        under = random.sample(calls, 24)
        made.append(_objective(f"T{top}", theme, None, under, share * 1.4))
        for low in range(1, 5):
            some = under[low * 5 - 5 : low * 5]
            name = f"{theme.split(' ')[0]} goal {top}.{low}: fewer people wait, and each knows why"
            finding = "gap" if (top, low) in ((2, 3), (6, 4)) else ""
            if (top, low) == (1, 1):
                some, finding = under, "crowded"
            if (top, low) == (5, 2):
                some, finding = [each for each in calls if each.call == "stop"][:3], "uncovered"
            shown = [] if finding == "gap" else some
            made.append(_objective(f"{top}.{low}", name, f"T{top}", shown, share / 3, finding))
    return tuple(made)


def _objective(
    key: str, name: str, parent: str | None, under: list[Call], share: float, finding: str = ""
) -> ObjectiveCoverage:
    chosen = tuple(each.id for each in under if each.chosen)
    return ObjectiveCoverage(
        id=key,
        name=name,
        parent=parent,
        projects=tuple(each.id for each in under),
        chosen=chosen,
        share=round(share, 4) if chosen else 0.0,
        finding=finding,  # type: ignore[arg-type]
    )


def _limits(spent: float) -> tuple[LimitUse, ...]:
    periods = [
        LimitUse("total budget", "budget", 131.0, round(spent, 2), 530.8),
        LimitUse("budget 2026", "budget", 70.0, 69.8, 281.3, "2026"),
        LimitUse("budget 2027", "budget", 61.0, 58.6, 249.5, "2027"),
    ]
    for number, role in enumerate(("developers", "engineers", "project managers")):
        for quarter in range(1, 5):
            amount = 40.0 + 12 * number
            used = amount * min(1.0, 0.62 + 0.1 * quarter + 0.05 * number)
            period = f"2026 Q{quarter}"
            periods.append(
                LimitUse(
                    f"{role} {period}", "capacity", amount, round(used, 1), amount * 1.6, period,
                    role,
                )
            )  # fmt: skip
    return tuple(periods)


def _questions(calls: tuple[Call, ...]) -> tuple[Ask, ...]:
    contested = [each for each in calls if each.call == "contested"][:5]
    asks = [
        Ask(
            "weight of getting around",
            "How much does getting around count beside safety: less than half as much, or more?",
            "Between the two extreme answers 6 projects enter or leave the recommended portfolio.",
            6,
        )
    ]
    asks += [
        Ask(
            f"cost of {each.name}",
            f"What will {each.name} cost: nearer the low or the high end?",
            f"At the high end it leaves the portfolio and {4 - place} others could follow.",
            5 - place,
            each.id,
        )
        for place, each in enumerate(contested)
    ]
    return tuple(asks)


def rich(number: int = 99, *, start: int = 41, contested: int = 12) -> Decision:
    """About a hundred projects with everything stated, and leaders who differ."""
    calls = _calls(number, start=start, contested=contested)
    spent = sum(each.cost.high for each in calls if each.chosen and each.cost)
    worth = sum(each.value.middle for each in calls if each.chosen)
    frontier = tuple(
        FrontierPoint(float(b), round(worth * 1.25 * (1 - 2.718 ** (-b / 80)), 3), b * 0.985)
        for b in range(0, 263, 13)
    )
    return Decision(
        title="Rivermouth Council capital programme 2026",
        money=MoneyUnit("GBP", 1_000_000),
        budget=131.0,
        spent=round(spent, 2),
        value=round(worth, 3),
        bound=round(worth, 3),
        gap=0.0,
        status="optimal",
        value_unit="points",
        value_meaning=(
            "A project has one point when it is the best of the list on every criterion; each "
            "criterion counts by its weight, and the value of a portfolio is the sum of its "
            "projects' points."
        ),
        projects=calls,
        ties=("P044", "P047"),
        portfolios=1284,
        exact=True,
        limits=_limits(spent),
        coverage=_coverage(calls),
        weights=_weights(),
        frontier=frontier,
        questions=_questions(calls),
        assumptions=(
            "A project has one point when it is the best of the list on every criterion.",
            "What is already spent does not count; what a project still costs does.",
            "Cost was read as GBP million.",
            "The column 'Bus. value' was read as the score 'business value'.",
        ),
        doubts=(
            ILLUSTRATIVE,
            "The cost of 3 projects is not known; ask, because it is not zero.",
            "Scores do not grow with the size of a project, so small projects buy more score for "
            "their money than large ones.",
            "Bus priority through Old Town has no law or clause behind the mark 'mandatory'.",
        ),
        ignored=("The column 'Sponsor e-mail' was not used.",),
        manifest=_manifest(number),
    )


def bare() -> Decision:
    """Names and costs only: nothing says what a project is worth."""
    names = ("Bridge repair", "Library hours", "Payroll replacement", "Flood wall", "Cycle link")
    calls = tuple(
        Call(
            id=name,
            name=name,
            cost=None if place == 4 else Interval.point(float(3 + 2 * place)),
            call="stop" if place == 3 else "contested",
            core_index=0.0 if place == 3 else round(0.8 - 0.15 * place, 2),
            chosen=place < 2,
            reason="Nothing says what it is worth, so only its cost speaks.",
            value=Interval(0, 1),
        )
        for place, name in enumerate(names)
    )
    return Decision(
        title="",
        money=MoneyUnit(),
        budget=10.0,
        spent=8.0,
        value=1.0,
        bound=1.25,
        gap=0.25,
        status="best found",
        value_unit="half projects, each counted as equal",
        value_meaning=(
            "Nothing states what a project is worth, so each may be worth anything between "
            "nothing and the most; the recommended set counts them as equal."
        ),
        projects=calls,
        ties=(),
        portfolios=1,
        exact=False,
        limits=(LimitUse("total budget", "budget", 10.0, 8.0, 24.0),),
        frontier=(FrontierPoint(0, 0, 0), FrontierPoint(10, 1, 8)),
        doubts=("Nothing in the tables says what a project is worth.",),
    )


HOSTILE = (
    "<script>alert('one')</script>",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\tTAB first",
    "\rreturn first",
    "Bridge " * 43,
    "W" * 300,
    "جسر الميناء القديم وإصلاح الطريق الساحلي",
    "\u202eesrever\u202c name",
    "🚧🏗️ Works 🚦 at the harbour 🌊",
    "河岸防洪墙与老城区排水系统改造工程第二期",
    "null \x00 and bell \x07 and lone \ud800 half",
    "]]> & \"quotes\" 'and' <b>bold</b>",
    "{{ 7*7 }} ${7*7} _x0041_",
    "</style></title><img src=x onerror=alert(2)>",
)


def hostile() -> Decision:
    """Text that breaks out, overflows or runs where it is written without care."""
    verdicts: tuple[Verdict, ...] = ("start", "contested", "stop")
    calls = tuple(
        Call(
            id=f"{text}#{place}",
            name=text,
            cost=None if place % 5 == 4 else Interval(10.0**place, 1.5 * 10.0**place),
            call=verdicts[place % 3],
            core_index={0: 1.0, 1: 0.001 + place / 20, 2: 0.0}[place % 3],
            chosen=place % 3 == 0,
            reason=text * 2,
            value=Interval(place / 10, place / 5),
            unit=text,
            stage=text,
            description=text,
            mandatory=place == 3,
            mandatory_basis=text,
        )
        for place, text in enumerate(HOSTILE)
    )
    return Decision(
        title=HOSTILE[0] + HOSTILE[7],
        money=MoneyUnit("USD", 1),
        budget=1e15,
        spent=1.5e15,
        value=12.5,
        bound=13.0,
        gap=0.04,
        status="best found",
        value_unit=HOSTILE[0],
        value_meaning=HOSTILE[16] * 3,
        projects=calls,
        ties=(calls[0].id,),
        portfolios=7,
        exact=False,
        limits=tuple(
            LimitUse(text, "budget" if place % 2 else "capacity", place * 5.0, place * 4.0, 90.0,
                     f"{text} {place}", text)
            for place, text in enumerate(HOSTILE)
        ),
        coverage=tuple(
            ObjectiveCoverage(f"o{place}", text, None, (), (), 0.0, "gap")
            for place, text in enumerate(HOSTILE)
        ),
        weights=tuple(
            WeightRange(text, 0.0, 0.2, 0.05, {other: Interval(0, 0.1) for other in HOSTILE[:6]})
            for text in HOSTILE
        ),
        frontier=(FrontierPoint(0, 0, 0), FrontierPoint(1e15, 12.5, 1e15, 0.04)),
        questions=tuple(Ask(text, text, text * 3, 2, "") for text in HOSTILE),
        assumptions=HOSTILE,
        doubts=tuple(f"{text} is illustrative" for text in HOSTILE),
        ignored=HOSTILE,
        manifest={"input_digest": DIGEST, "parameters": dict.fromkeys(HOSTILE, HOSTILE[8])},
    )  # fmt: skip


def single() -> Decision:
    """One project, alone."""
    call = Call(
        "Payroll", "Payroll replacement", Interval.point(4.5), "start", 1.0, True,
        "It fits the budget.", Interval.point(12.0), mandatory=True, mandatory_basis="Pay Act",
    )  # fmt: skip
    return Decision(
        title="One project",
        money=MoneyUnit("EUR", 1_000_000),
        budget=None,
        spent=4.5,
        value=12.0,
        bound=12.0,
        gap=0.0,
        status="optimal",
        value_unit="EUR million",
        value_meaning="The value of a portfolio is the sum of its projects' benefit, as stated.",
        projects=(call,),
        ties=(),
        portfolios=1,
        exact=True,
        manifest=_manifest(1),
    )


ALL = {"rich": rich, "bare": bare, "hostile": hostile, "single": single}
