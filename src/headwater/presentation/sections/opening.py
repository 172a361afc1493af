"""The decision to take, and its price."""

import re
from dataclasses import replace

from headwater.presentation import facts
from headwater.presentation.wording import count, listed, money, percent, shortened
from headwater.vocabulary.decision import Decision, Verdict
from headwater.vocabulary.report import (
    Block,
    Callout,
    Figure,
    Figures,
    Heading,
    Points,
    Section,
    Trace,
)

ILLUSTRATIVE_TAG = "Illustrative"
SAME = re.compile(r"The (?P<what>.+?) are illustrative(?P<rest>\W.*)")
MOST_SAID = 150  # characters of a callout here; the doubts are shown whole further on


def title(decision: Decision) -> str:
    """Say the decision and its price in one sentence."""
    start, contested, stop = (decision.called(each) for each in ("start", "contested", "stop"))
    if start:
        parts = [f"Start {count(len(start), 'project')} for {_price(decision)}"]
        if contested:
            parts.append(f"settle {len(contested):,}")
        if stop:
            parts.append(f"stop {len(stop):,}")
        return ", ".join(parts)
    if contested:
        last = f", stop {len(stop):,}" if stop else ""
        return f"No project is safe to start yet: settle {len(contested):,}{last}"
    if stop:
        return f"Stop {count(len(stop), 'project')}: none belongs in any good portfolio"
    return "There is no project to decide on"


def _price(decision: Decision) -> str:
    start = decision.called("start")
    unknown = facts.unknown_costs(start)
    if unknown == len(start):
        return "a cost that nobody knows yet"
    price = money(facts.cost_of(start), decision.money)
    return f"at least {price}" if unknown else price


def tags(decision: Decision, subject: str = "") -> tuple[str, ...]:
    """Return the marks of a section: all calls and values rest on whatever is illustrative."""
    return (ILLUSTRATIVE_TAG,) if facts.illustrative(decision, subject) else ()


def build(decision: Decision) -> Section:
    """Open with four headline numbers, what is asked, and what must not be overlooked."""
    return Section(
        key="decision",
        label="The decision",
        title=title(decision),
        blocks=(Figures(_figures(decision)), Heading("What is asked of you"), _asked(decision)),
        aside=_overlook(decision),
        tags=tags(decision),
        trace=_trace(decision),
    )


def _figures(decision: Decision) -> tuple[Figure, ...]:
    chosen = [each for each in decision.projects if each.chosen]
    calls: tuple[tuple[Verdict, str], ...] = (
        ("start", "in every good portfolio"),
        ("contested", "in some good portfolios"),
        ("stop", "in no good portfolio"),
    )
    figures = [
        Figure(
            f"{len(decision.called(verdict)):,}",
            verdict.capitalize(),
            f"{note}; {_cost(decision, verdict)}" if decision.called(verdict) else "none",
            verdict,
        )
        for verdict, note in calls
    ]
    recommended = Figure(
        money(decision.spent, decision.money),
        "Recommended",
        f"{count(len(chosen), 'project')}{_of_budget(decision)}",
    )
    return (*figures, recommended)


def _of_budget(decision: Decision) -> str:
    if decision.budget is None:
        within = any(each.kind == "budget" for each in decision.limits)
        return ", within the period budgets" if within else ""
    budget = f"the budget of {money(decision.budget, decision.money)}"
    if decision.budget <= 0:
        return f", within {budget}"
    return f", {percent(decision.spent / decision.budget)} of {budget}"


def _cost(decision: Decision, verdict: str) -> str:
    calls = [each for each in decision.projects if each.call == verdict]
    unknown = facts.unknown_costs(calls)
    if not calls:
        return "no cost"
    if unknown == len(calls):
        return "cost not known"
    known = money(facts.cost_of(calls), decision.money)
    return f"{known}, {unknown} not known" if unknown else known


def _asked(decision: Decision) -> Points:
    start, contested, stop = (decision.called(each) for each in ("start", "contested", "stop"))
    items = []
    if start:
        items.append(
            f"Release {count(len(start), 'project')} now ({_cost(decision, 'start')}): whatever "
            f"the open judgements turn out to be, they stay in."
        )
    if contested:
        taken = sum(each.chosen for each in contested)
        items.append(
            f"Talk through {count(len(contested), 'contested project')} "
            f"({_cost(decision, 'contested')}); "
            f"the recommended portfolio takes {taken or 'none'} of them for now."
        )
    if stop:
        items.append(
            f"Stop or hold {count(len(stop), 'project')} ({_cost(decision, 'stop')}): no answer "
            f"that is still open brings them in."
        )
    return Points(tuple(items) or ("Bring at least one project with a name and a cost.",), "steps")


def _overlook(decision: Decision) -> tuple[Block, ...]:
    found: list[Callout] = []
    if not facts.is_proved(decision):
        found.append(Callout(_unproved(decision), "Best found so far", "contested"))
    found += [Callout(each, ILLUSTRATIVE_TAG, "contested") for each in marked_once(decision)]
    if not facts.states_value(decision):
        found.append(Callout(decision.value_meaning, "No value is stated", "contested"))
    if unknown := facts.unknown_costs(decision.projects):
        found.append(
            Callout(
                f"{count(unknown, 'project')} {'has' if unknown == 1 else 'have'} no known cost, "
                f"so every sum here leaves {'it' if unknown == 1 else 'them'} out.",
                "Costs to ask for",
            )
        )
    if len(found) < 2:
        found.append(Callout(proof(decision), "How sure this is", "start"))
    if len(found) < 3 and decision.questions:
        found.append(Callout(decision.questions[0].text, "Ask first"))
    most = MOST_SAID if len(found) > 2 else 2 * MOST_SAID
    return tuple(replace(each, text=shortened(each.text, most)) for each in found[:3])


def _unproved(decision: Decision) -> str:
    return (
        f"The recommended portfolio is the best found; the best possible is at most "
        f"{_gap(decision.gap)} better."
    )


def marked_once(decision: Decision, subject: str = "") -> tuple[str, ...]:
    """Return the illustrative marks as one text, so that several do not crowd a slide.

    Sentences that say the same of several tables become one that names them all.
    """
    marked = facts.illustrative(decision, subject)
    tables: dict[str, list[str]] = {}
    others = []
    for each in marked:
        if found := SAME.fullmatch(each):
            tables.setdefault(found["rest"], []).append(found["what"])
        else:
            others.append(each)
    merged = [f"The {listed(what, most=9)} are illustrative{rest}" for rest, what in tables.items()]
    return (" ".join([*merged, *others]),) if marked else ()


def proof(decision: Decision) -> str:
    """Say how far the recommended portfolio is proved, and what the calls rest on."""
    if facts.is_proved(decision):
        best = "The recommended portfolio is proved best under the central weights"
    else:
        best = _unproved(decision).removesuffix(".")
    kind = "portfolio" if decision.exact else "sampled portfolio"
    every = "all " if decision.exact and decision.portfolios > 1 else ""
    return (
        f"{best}; the calls rest on {every}{count(decision.portfolios, kind)} that could be best."
    )


def _gap(gap: float) -> str:
    return f"{gap:.1%}" if gap >= 0.001 else f"{gap:.2g} of its value"


def _trace(decision: Decision) -> tuple[Trace, ...]:
    def line(verdict: str) -> Trace:
        calls = [each for each in decision.projects if each.call == verdict]
        return Trace(
            f"{verdict.capitalize()}: {len(calls):,}, {_cost(decision, verdict)} (known costs, "
            f"high end of each range)",
            f'projects[call = "{verdict}"]; projects[*].cost',
        )

    budget = "not set" if decision.budget is None else money(decision.budget, decision.money)
    return (
        *(line(verdict) for verdict in ("start", "contested", "stop")),
        Trace(f"Recommended spending {money(decision.spent, decision.money)}", "spent"),
        Trace(f"Total budget {budget}", "budget"),
        Trace(f"Status {decision.status}, gap {decision.gap:.6g}", "status; gap"),
        Trace(f"{decision.portfolios:,} portfolios behind the calls", "portfolios; exact"),
    )
