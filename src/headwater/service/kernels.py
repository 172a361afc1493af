"""The inner loop of the replay, compiled: the same walk as `course`, over columns of integers."""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]
Small = NDArray[np.int8]

WAITING, RUNNING, PAUSED, STOPPED, WITHDRAWN, NOTHING = range(6)
DAY = 86_400
OPEN, MET, BREACHED, NONE = range(4)
UNKNOWN = -1
STATE, OUTCOME, USED, TARGET, STARTED, STOPPED_AT, SETTLED, SLA = range(8)
COLUMNS = 8
BLANK = (NOTHING, NONE, 0, 0, UNKNOWN, UNKNOWN, UNKNOWN, -1)
STOP, PAUSE, RESUME, DELIVER, REOPEN, WITHDRAW = range(6)


@compiled
def ordered(engagement: Integers, at: Integers, number: int) -> tuple[Integers, Integers]:
    """Return the events by engagement and moment, those of one second as given, and the groups.

    `number` is how many engagements there may be; groups[i] to groups[i + 1] - 1 are those of
    engagement i, which may have none.
    """
    groups = np.zeros(number + 1, dtype=np.int64)
    for row in range(len(engagement)):
        groups[engagement[row] + 1] += 1
    for place in range(number):
        groups[place + 1] += groups[place]
    fill = groups[:-1].copy()
    order = np.empty(len(engagement), dtype=np.int64)
    for row in range(len(engagement)):
        group = engagement[row]
        place = fill[group]
        fill[group] += 1
        while place > groups[group] and at[order[place - 1]] > at[row]:  # seldom: recorded late
            order[place] = order[place - 1]
            place -= 1
        order[place] = row
    return order, groups


@compiled
def _count(at: int, which: int, places: Integers, days: Integers, starts: Integers, ends: Integers,
           before: Integers) -> int:  # fmt: skip
    """Return the open seconds before an instant by a calendar; `days` leads near the place."""
    first, last = places[which], places[which + 1]
    width = days.shape[1]
    day = (at - days[which, 0]) // DAY + 1  # the first column holds where days begin
    place = first + days[which, min(max(day, 1), width - 1)]
    while place + 1 < last and starts[place + 1] <= at:
        place += 1
    if place < first or starts[place] > at:
        return 0
    return int(before[place] + min(at, ends[place]) - starts[place])


@compiled
def _latest(at: int, done: int, seconds: int, first: int, last: int, starts: Integers,
            before: Integers) -> int:  # fmt: skip
    """Return the last instant at which no more than so many open seconds have elapsed.

    `done` are the open seconds before `at`, the instant from which they count.
    """
    goal = done + seconds
    low, high = first, last
    while low < high:
        middle = (low + high) // 2
        if before[middle] <= goal:
            low = middle + 1
        else:
            high = middle
    return int(max(at, starts[low - 1] + goal - before[low - 1]))


@compiled
def _governing(
    first: int,
    last: int,
    kind: Small,
    sla: Integers,
    calendar: Integers,
    clock: Small,
    codes: Integers,
    measure: int,
    own: Integers,
) -> tuple[int, int]:
    """Return the agreement and calendar that hold: those at the stop, or the last; -1 without."""
    current, named = _first_named(first, last, sla), -1
    if current < 0:
        return -1, -1
    rule, place = current, own[current]
    stopped = withdrawn = False
    for row in range(first, last):
        if sla[row] >= 0:
            current, named = sla[row], -1
        if calendar[row] >= 0:
            named = calendar[row]
        what = kind[row]
        if what == codes[REOPEN] and (withdrawn or (stopped and clock[row] == measure)):
            stopped = withdrawn = False
        if not (stopped or withdrawn):
            rule, place = current, named if named >= 0 else own[current]
            stopped = what == codes[STOP]
            withdrawn = what == codes[WITHDRAW]
    return rule, place


@compiled
def _first_named(first: int, last: int, sla: Integers) -> int:
    for row in range(first, last):
        if sla[row] >= 0:
            return int(sla[row])
    return -1


@compiled
def _course(first: int, last: int, now: int, target: int, begin: int, can_pause: bool,
            at: Integers, kind: Small, sla: Integers, calendar: Integers, clock: Small,
            codes: Integers, measure: int, own: Integers, places: Integers, days: Integers,
            starts: Integers, ends: Integers, before: Integers, out: Integers) -> None:  # fmt: skip
    """Go through the events of one engagement and fill its row."""
    current, named = _first_named(first, last, sla), -1
    began = stopped = left = breach = UNKNOWN
    paused = False
    used = done = known_at = 0
    known = -1
    for row in range(first, last):
        what = kind[row]
        if sla[row] >= 0:
            current, named = sla[row], -1
        if calendar[row] >= 0:
            named = calendar[row]
        if what == begin and began == UNKNOWN:
            began = at[row]
        elif what == codes[STOP] and stopped == UNKNOWN and left == UNKNOWN:
            stopped = at[row]
        elif what == codes[WITHDRAW] and stopped == UNKNOWN and left == UNKNOWN:
            left = at[row]
        elif what == codes[REOPEN] and left != UNKNOWN:
            left = UNKNOWN
        elif what == codes[REOPEN] and clock[row] == measure:
            stopped = UNKNOWN
        if what == codes[PAUSE]:
            paused = True
        elif what in (codes[RESUME], codes[DELIVER], codes[REOPEN], codes[WITHDRAW]):
            paused = False
        runs = began != UNKNOWN and stopped == UNKNOWN and left == UNKNOWN
        end = at[row + 1] if row + 1 < last else now
        if runs and not (paused and can_pause) and end > at[row]:
            which = named if named >= 0 else own[current]
            if which != known or at[row] != known_at:
                done = _count(at[row], which, places, days, starts, ends, before)
            then = _count(end, which, places, days, starts, ends, before)
            if breach == UNKNOWN and used + then - done > target:
                low, high = places[which], places[which + 1]
                breach = _latest(at[row], done, target - used, low, high, starts, before)
            used += then - done
            known, known_at, done = which, end, then
    out[USED], out[STARTED] = used, began
    out[STOPPED_AT] = stopped if stopped != UNKNOWN else left
    if stopped != UNKNOWN:
        out[STATE] = STOPPED
    elif left != UNKNOWN:
        out[STATE] = WITHDRAWN
    elif began == UNKNOWN:
        out[STATE] = WAITING
    else:
        out[STATE] = PAUSED if paused and can_pause else RUNNING
    if used > target:
        out[OUTCOME], out[SETTLED] = BREACHED, breach
    elif stopped != UNKNOWN and began != UNKNOWN:
        out[OUTCOME], out[SETTLED] = MET, stopped
    elif stopped == UNKNOWN and left == UNKNOWN:
        out[OUTCOME] = OPEN


@compiled
def walk(groups: Integers, at: Integers, kind: Small, sla: Integers, calendar: Integers,
         clock: Small, codes: Integers, now: int, measure: int, own: Integers, targets: Integers,
         begins: Integers, pausable: NDArray[np.bool_], places: Integers, days: Integers,
         starts: Integers, ends: Integers, before: Integers, out: Integers) -> None:  # fmt: skip
    """Walk through the events of every engagement and fill `out`, one row each.

    Parameters
    ----------
    groups
        Where each engagement begins among the events, and their number at the end.
    at, kind, sla, calendar, clock
        One entry an event, ordered by engagement and time; -1 where an event names none.
    codes
        Kinds of: stop of this measure, paused, resumed, delivered, reopened, withdrawn.
    own, begins, pausable
        By agreement: its calendar, the kind that starts the clock, whether pauses stop it.
    targets
        Seconds by agreement and calendar (n x m); 0 where nothing is promised.
    places, starts, ends, before
        The stretches of all calendars behind each other; calendar c has places[c] to
        places[c + 1] - 1, with the open seconds before each.
    days
        (calendars, days + 1): an instant, and for each 24 hours from it on the place of the last
        stretch that begins before or with them, counted from places[c]; -1 where none does.
    out
        (engagements, COLUMNS), with `BLANK` in each row.
    """
    for group in range(len(groups) - 1):
        first, last = groups[group], groups[group + 1]
        if first == last:
            continue
        rule, place = _governing(
            first, last, kind, sla, calendar, clock, codes, measure, own
        )  # fmt: skip
        out[group, SLA] = rule
        if rule < 0 or targets[rule, place] == 0:
            continue
        out[group, TARGET] = targets[rule, place]
        _course(
            first, last, now, targets[rule, place], begins[rule], pausable[rule], at, kind, sla,
            calendar, clock, codes, measure, own, places, days, starts, ends, before, out[group],
        )  # fmt: skip
