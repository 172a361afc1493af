"""Other looks at a decision: equal shares beside it, and signals around it; asked for, and kept."""

from dataclasses import dataclass
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.cache import cache

from headwater.errors import InputError
from headwater.vocabulary.fairness import Fairness
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.signals import Edit, Watch
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.models import Decision
from headwater.web.projects.models import Edit as EditRow
from headwater.web.projects.models import held
from headwater.web.runs.models import Run

KEPT = 24 * 3600  # seconds; a finished run never changes, so neither does what is seen in it
MOST_EDITS = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """The signals of a run, what could not be looked at, and the run it was compared with."""

    watch: Watch
    missing: tuple[str, ...]
    before: Run | None


def fair_share(*, run: Run, limit: str = "", by: User) -> Fairness:
    """Hold a decision against equal shares over units and over leaders.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, no such budget, or fewer than two units and leaders.
    """
    from headwater import lenses  # with the solvers: slow to import

    check_can(by, "read")
    key = _key("fair", run, limit)
    kept: Fairness | None = cache.get(key)
    if kept is None:
        kept = lenses.fair_share(
            _workbook(run), decision_of(run), budget=run.inputs["budget"], limit=limit
        )
        cache.set(key, kept, KEPT)
    return kept


def earlier(run: Run) -> list[Run]:
    """Return the runs before this one whose data were different, newest first."""
    found = Decision.kept.filter(number__lt=run.number).only("pk", "number", "title", "created")
    own = run.inputs["digest"]
    return list(found.exclude(inputs__digest=own)[:20])


def signals(*, run: Run, before: Run | None = None, usual: float | None = None, by: User) -> Seen:
    """Look for signals of gaming and drift in a decision, beside an earlier one if there is one.

    Parameters
    ----------
    before
        The run of the cycle before; None for no comparison.
    usual
        Share of mandatory projects that is usual, above 0 and below 1; None where none is stated.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, or a usual share is no share.
    """
    check_can(by, "read")
    if usual is not None and not 0 < usual < 1:
        raise InputError("The usual share of mandatory projects lies between 0 and 100%.")
    rows = _edit_rows(run, before)
    key = _key("signals", run, f"{before and before.pk}:{usual}:{[row.pk for row in rows]}")
    kept: Seen | None = cache.get(key)
    if kept is None:
        kept = _seen(run, before, usual, rows)
        cache.set(key, kept, KEPT)
    return kept


def _seen(run: Run, before: Run | None, usual: float | None, rows: list[EditRow]) -> Seen:
    from headwater import lenses  # with the solvers: slow to import
    from headwater.lenses.signals import Past

    past = Past(
        before=None if before is None else _workbook(before),
        edits=tuple(edit for row in rows for edit in _edits(row)),
        opened=(rows[0].at if before is None and rows else (before or run).created).isoformat(),
        closed=run.created.isoformat(),
        usual=usual,
        name=f"{run.number}: {run.title}",
        name_before="" if before is None else f"{before.number}: {before.title}",
    )
    watch, missing = lenses.signals(
        _workbook(run), decision_of(run), past, budget=run.inputs["budget"]
    )
    return Seen(watch, missing, before)


def _workbook(run: Run) -> Workbook:
    return from_json(Workbook, run.inputs["workbook"])


def _key(what: str, run: Run, more: str) -> str:
    return f"lens:{what}:{run.pk}:{sha256(more.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _edit_rows(run: Run, before: Run | None) -> list[EditRow]:
    """Return the changes of this round, oldest first: since the earlier run, or all before it."""
    found = EditRow.objects.filter(kind="changed", undone=False, at__lte=run.created)
    if before is not None:
        found = found.filter(at__gte=before.created)
    newest = found.select_related("project", "by").order_by("-at", "-pk")[:MOST_EDITS]
    return list(reversed(newest))


def _edits(row: EditRow) -> list[Edit]:
    """Return what one change did to the numbers that a choice rests on."""
    made = []
    for path, after in row.after.items():
        group, colon, label = path.partition(":")
        if colon and group == "scores":
            pair = _middle(row.before.get(path)), _middle(after)
            made.append((f"score on {label}", *pair))
        elif path in ("cost_high", "benefit_high"):
            field = path.removesuffix("_high")
            made.append((field, row.before.get(path), after))
    who = name_of(row.by) if row.by else "nobody on record"
    return [
        Edit(row.project.key, field, before, after, row.at.isoformat(), who)
        for field, before, after in made
        if before != after
    ]


def _middle(plain: float | list[float] | None) -> float | None:
    found = held(plain)
    return None if found is None else found.middle
