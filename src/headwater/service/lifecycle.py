"""From request to recognition: which happening is possible when, and where it leads."""

from collections.abc import Iterable
from dataclasses import replace

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.engagement import OPEN, Happening, HappeningKind, Stage, Standing

ANY_WORK: tuple[Stage, ...] = ("triaged", "agreed", "working")
AFTER: tuple[Stage, ...] = ("delivered", "accepted", "recognized")
RULES: dict[HappeningKind, tuple[tuple[Stage, ...], Stage | None]] = {
    "responded": (("asked",), "triaged"),
    "declined": (("asked", "triaged"), "declined"),
    "agreed": (("triaged",), "agreed"),
    "started": (("agreed",), "working"),
    "paused": (ANY_WORK, None),
    "resumed": (ANY_WORK, None),
    "sla_changed": (ANY_WORK, None),
    "calendar_changed": (("asked", *ANY_WORK), None),
    "handed_over": (ANY_WORK, None),
    "step_done": (("agreed", "working"), None),
    "submitted": (("working", *AFTER), None),
    "decided": (("working", *AFTER), None),
    "delivered": (("agreed", "working"), "delivered"),
    "accepted": (("delivered",), "accepted"),
    "reopened": (AFTER, "working"),
    "recognized": (("accepted", "recognized"), "recognized"),
    "withdrawn": (OPEN, "withdrawn"),
    "chartered": (("agreed", "working", *AFTER), None),
    "noted": ((*OPEN, *AFTER, "declined", "withdrawn"), None),
}
"""Happening -> the stages in which it is possible, and the stage after it (None: the same)."""

WORDS: dict[HappeningKind, str] = {
    "requested": "ask",
    "responded": "take it in",
    "declined": "decline it",
    "agreed": "agree on the scope",
    "started": "start the work",
    "paused": "pause it",
    "resumed": "go on with it",
    "sla_changed": "change what is promised",
    "calendar_changed": "change the calendar",
    "handed_over": "hand it over",
    "step_done": "tick off a step",
    "submitted": "put it up for decision",
    "decided": "record the decision",
    "delivered": "deliver it",
    "accepted": "accept it",
    "reopened": "open it again",
    "recognized": "recognize its value",
    "withdrawn": "withdraw it",
    "chartered": "issue a charter",
    "noted": "add a note",
}


def standing(happenings: Iterable[Happening]) -> Standing:
    """Return where an engagement stands, from everything that happened, in order of time.

    Happenings of one moment stay in the order given.

    Raises
    ------
    InputError
        If nothing was requested first.
    ConflictError
        If something happened that its stage does not allow; the message says what and when.
    """
    ordered = sorted(happenings, key=lambda each: each.at)
    if not ordered or ordered[0].kind != "requested":
        raise InputError("an engagement begins with a request")
    found = Standing("asked", ordered[0].at)
    for each in ordered[1:]:
        check(found, each.kind)
        found = _after(found, each)
    return found


def check(now: Standing, kind: HappeningKind) -> None:
    """Refuse what is not possible as things stand.

    Raises
    ------
    ConflictError
        Saying where it stands, and from where it would be possible.
    """
    if kind not in possible(now):
        allowed = RULES[kind][0] if kind in RULES else ()
        if now.stage in allowed:
            state = "waits already" if now.is_paused else "does not wait"
            raise ConflictError(f"You cannot {WORDS[kind]} now: it {state}.")
        when = f"; that is possible when it is {' or '.join(allowed)}" if allowed else ""
        raise ConflictError(f"You cannot {WORDS[kind]} now: it is {now.stage}{when}.")


def possible(now: Standing) -> tuple[HappeningKind, ...]:
    """Return what can happen next."""
    found = []
    for kind, (stages, _) in RULES.items():
        if now.stage not in stages:
            continue
        if (kind == "paused" and now.is_paused) or (kind == "resumed" and not now.is_paused):
            continue
        found.append(kind)
    return tuple(found)


def _after(now: Standing, each: Happening) -> Standing:
    stage = RULES[each.kind][1]
    if stage is not None and stage != now.stage:
        now = replace(now, stage=stage, since=each.at)
    if each.kind == "paused":
        return replace(now, is_paused=True)
    if each.kind in ("resumed", "delivered", "reopened", "withdrawn", "declined"):
        now = replace(now, is_paused=False)
    if each.kind == "reopened":
        return replace(now, reopened=now.reopened + 1)
    if each.kind == "handed_over":
        return replace(now, handed_over=now.handed_over + 1)
    return now
