"""The closing summary on the terminal: the answer, its doubts, and where the files are."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.portfolio import Ask

SHOWN = 5


def summary(
    decision: Decision, written: Sequence[Path], sponsors: Mapping[str, str] | None = None
) -> str:
    """Write a decision in the few lines that a person reads on a terminal.

    `sponsors` are by project id: whom to ask.
    """
    lines = [decision.title, "", *_headline(decision), ""]
    for verdict in ("start", "contested", "stop"):
        calls = decision.called(verdict)
        lines.append(f"{verdict.upper()} ({len(calls)})")
        lines += [f"  {_line(call)}" for call in calls[:SHOWN]]
        if len(calls) > SHOWN:
            lines.append(f"  and {len(calls) - SHOWN} more")
    lines += _block("Ask next", _asks(decision, sponsors or {}))
    lines += _block("What stands out", list(decision.findings))
    lines += _block("How the tables were read", list(decision.assumptions))
    lines += _block("Doubts", list(decision.doubts))
    lines += _block("Ignored", list(decision.ignored))
    if written:
        lines += _block("Written", [str(path) for path in written])
    return "\n".join(lines)


def moves(before: Sequence[str], after: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Say which projects come in and go out between what is recommended and another choice."""
    ways = (("in: ", set(after) - set(before)), ("out:", set(before) - set(after)))
    told = [f"  {way} {', '.join(sorted(names[each] for each in ids))}" for way, ids in ways if ids]
    return told or ["  The same projects as recommended."]


def _headline(decision: Decision) -> list[str]:
    money = decision.money.show
    spent = f"Recommended: {sum(call.chosen for call in decision.projects)} of "
    spent += f"{len(decision.projects)} projects for {money(decision.spent)}"
    if decision.budget is not None:
        spent += f" of {money(decision.budget)}"
    proved = "proved best" if decision.gap == 0 else f"at most {decision.gap:.2%} below the best"
    behind = f"{decision.portfolios:,} random draws"
    if decision.exact:
        behind = f"{decision.portfolios:,} non-dominated portfolios, all of them"
    if decision.exact and decision.portfolios == 1:
        behind = "the one portfolio that nothing beats"
    lines = [
        spent,
        f"Value: {decision.value:,.6g} {decision.value_unit} ({proved})",
        f"Behind start, contested and stop: {behind}",
    ]
    if decision.ties:
        names = [call.name for call in decision.projects if call.id in decision.ties]
        lines.append(f"Equally good portfolios differ in: {', '.join(names)}")
    return lines


def _line(call: Call) -> str:
    mark = "*" if call.chosen else " "
    return f"{mark} {call.core_index:4.0%}  {call.name}: {call.reason}"


def _asks(decision: Decision, sponsors: Mapping[str, str]) -> list[str]:
    """Write the questions worth most a minute with what each moves, and where to stop."""
    asks, line = decision.questions, decision.line
    found = [
        f"{ask.text} {_moves(ask, decision)}"
        + (f" Ask {sponsors[ask.project]}." if sponsors.get(ask.project) else "")
        for ask in asks[:SHOWN]
    ]
    count = line.above if line else len(asks)
    if asks and count > SHOWN:
        found.append(f"and {count - SHOWN} more")
    if line and line.at_stake:
        found.insert(0, line.at_stake)
    return found + (["-" * 60, line.text] if line and line.open else [])


def _moves(ask: Ask, decision: Decision) -> str:
    """Say what an answer can move: part of the portfolio's value, and projects."""
    moved = f"{ask.swing} project{'' if ask.swing == 1 else 's'}" if ask.swing else "none alone"
    if ask.worst <= 0:
        return f"(moves {moved})"
    return f"(worth up to {decision.part_of_value(ask.worst)} of the value; moves {moved})"


def _block(heading: str, lines: list[str]) -> list[str]:
    return ["", heading, *(f"  {line}" for line in lines)] if lines else []
