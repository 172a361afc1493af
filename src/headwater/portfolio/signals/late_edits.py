"""Late edits: numbers changed shortly before the window closes that lift projects over the line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeAlias

from headwater.errors import InputError
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.vocabulary.signals import Edit, Evidence, Signal

Total: TypeAlias = Callable[[str, Mapping[str, float | None]], float]
"""Total of a project with these fields set back to these values, all else as it stands now."""

ABOUT = "edits late in the window"
LAST = 0.1
FEW_EARLIER = 5
"""With fewer projects edited earlier, lifts are compared with drops over the line instead."""
AGAINST_EARLIER = (
    "Projects lifted over the line among those edited late, against those edited earlier: "
    "Fisher's exact one-sided test with mid-p."
)
AGAINST_DROPS = (
    "Projects that late edits lifted over the line against projects they dropped below it: exact "
    "one-sided sign test with mid-p."
)
DOUBTS = (
    "A late edit may be an honest correction, or may answer a question that a reviewer asked late.",
)


@dataclass(slots=True)
class _History:
    """What a project's edited fields held at the start, and when the late part began."""

    start: dict[str, float | None] = field(default_factory=dict)
    middle: dict[str, float | None] = field(default_factory=dict)
    early: bool = False
    late: list[Edit] = field(default_factory=list)


def late_edits(
    edits: Sequence[Edit],
    *,
    opened: str,
    closed: str,
    line: float,
    total: Total,
    last: float = LAST,
    level: float = LEVEL,
) -> Signal:
    """Compare what late edits did to projects near the line with what earlier ones did.

    Parameters
    ----------
    edits
        All edits of numbers in the window. Those after it closed count as late; those before
        it opened are left out and counted in a doubt.
    opened, closed
        ISO 8601. A time without a zone is read as UTC.
    line
        The cut line on the scale of `total`; a total on it is above.
    total
        Total of a project with some fields set back, pure.
    last
        The part of the window that counts as late, above 0 and below 1.

    Raises
    ------
    InputError
        If a time is not ISO 8601, the window is empty, or a total is not finite.

    Notes
    -----
    A project is lifted when its total was below the line before the edits and is on or above
    it after them. Edits of one project are taken together, so undoing and redoing count once.
    """
    begins, ends = _moment(opened, "the window opens"), _moment(closed, "the window closes")
    if not (begins < ends and 0 < last < 1 and isfinite(line)):
        raise InputError("late edits need a window that opens before it closes, and 0 < last < 1")
    since = begins + (ends - begins) * (1 - last)
    histories, outside = _histories(edits, begins, since)
    moved = _Moves(line)
    for project in sorted(histories):
        own = histories[project]
        now, middle = total(project, {}), total(project, own.middle)
        start = total(project, own.start)
        if not all(isfinite(each) for each in (now, middle, start)):
            raise InputError(f"the total of {project!r} is not finite with its edits undone")
        moved.add(project, own, start, middle, now)
    doubts = list(DOUBTS)
    if outside:
        doubts.append(f"{outside} edits before the window opened were left out.")
    return judged([_signal(moved, last, doubts)], level=level)[0]


class _Moves:
    """How many projects early and late edits moved, and over the line."""

    def __init__(self, line: float) -> None:
        self.line = line
        self.early = self.late = self.early_lifts = self.late_lifts = self.late_drops = 0
        self.rows: list[dict[str, Any]] = []

    def add(self, project: str, own: _History, start: float, middle: float, now: float) -> None:
        if own.early and start != middle:
            self.early += 1
            self.early_lifts += start < self.line <= middle
        if not own.late or middle == now:
            return
        self.late += 1
        self.late_drops += now < self.line <= middle
        if middle < self.line <= now:
            self.late_lifts += 1
            self.rows.append(
                {
                    "project": project,
                    "fields": ", ".join(sorted({each.field for each in own.late})),
                    "by": ", ".join(sorted({each.by for each in own.late})),
                    "last at": own.late[-1].at,
                    "total before": middle,
                    "total after": now,
                }
            )


def _histories(
    edits: Sequence[Edit], begins: datetime, since: datetime
) -> tuple[dict[str, _History], int]:
    found: dict[str, _History] = {}
    outside = 0
    timed = [(_moment(each.at, f"an edit of {each.project!r}"), each) for each in edits]
    for at, each in sorted(timed, key=lambda pair: (pair[0], _settled(pair[1]))):
        if at < begins:
            outside += 1
            continue
        own = found.setdefault(each.project, _History())
        own.start.setdefault(each.field, each.before)
        if at >= since:
            own.middle.setdefault(each.field, each.before)
            own.late.append(each)
        else:
            own.early = True
    return found, outside


def _settled(edit: Edit) -> tuple[str, str, str, str, str]:
    return edit.project, edit.field, edit.by, str(edit.before), str(edit.after)


def _moment(text: str, what: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{what} at {text!r}, which is no ISO 8601 time (2026-03-31)") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _signal(moved: _Moves, last: float, doubts: Sequence[str]) -> Signal:
    part = f"the last {last * 100:g}% of the window"
    crossed = moved.late_lifts + moved.late_drops
    if moved.early >= FEW_EARLIER:
        test, possible = AGAINST_EARLIER, moved.late > 0
        beside = f"{moved.early_lifts} of {moved.early} that earlier edits moved"
    else:
        test, possible = AGAINST_DROPS, crossed > 0
        beside = f"{moved.late_drops} were dropped below it"
    if not possible:
        text = f"No edit in {part} moved a project's total in a way that can be compared."
        return Signal("late_edits", ABOUT, "none", text, Evidence(test), tuple(doubts))
    if test == AGAINST_EARLIER:
        chance = _fisher_mid_p(moved.late_lifts, moved.late, moved.early_lifts, moved.early)
    else:
        chance = _sign_mid_p(moved.late_lifts, crossed)
    text = (
        f"Edits in {part} lifted {moved.late_lifts} of the {moved.late} projects they moved over "
        f"the line, beside {beside}; {odds(chance)}."
    )
    evidence = Evidence(
        test=test,
        rows=tuple(moved.rows),
        p=chance,
        estimate=moved.late_lifts / moved.late,
        interval=_share(moved.late_lifts, moved.late),
        unit="share of the projects moved late that were lifted over the line",
    )
    return Signal("late_edits", ABOUT, "none", text, evidence, tuple(doubts))


def _share(hits: int, trials: int) -> Any:
    from headwater.numeric.statistics import wilson_interval

    return wilson_interval(hits, trials)


def _fisher_mid_p(hits: int, trials: int, others: int, of_others: int) -> float:
    from scipy.stats import hypergeom

    law = hypergeom(trials + of_others, hits + others, trials)
    return float(min(1.0, law.sf(hits) + 0.5 * law.pmf(hits)))


def _sign_mid_p(hits: int, trials: int) -> float:
    from scipy.stats import binom

    return float(min(1.0, binom.sf(hits, trials, 0.5) + 0.5 * binom.pmf(hits, trials, 0.5)))
