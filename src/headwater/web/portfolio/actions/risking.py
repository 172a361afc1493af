"""What a run recommends in bad futures, beside choices made for them: a look of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.risk import FuturesView, Outcomes
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.portfolio.actions.typed import number_typed
from headwater.web.runs.models import Run

KIND = "risk"
CAUTION, TAIL = 50.0, 10.0
"""Per cent, where nothing is typed."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The futures as they were understood, and the choices in them; None until worked out."""

    outcomes: Outcomes
    found: FuturesView | None
    look: Run


def choices_in_futures(
    *, run: Run, futures: str, caution: str = "", tail: str = "", target: str = "", by: User
) -> Risk:
    """Weigh a run's choice in stated futures; everything as people type or paste it.

    Parameters
    ----------
    futures
        A table: a row a project, a column a future, perhaps a row of probabilities.
    caution, tail
        Per cent; blank for the usual.
    target
        A value that is good enough, in the unit of the table; blank for none.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If a row or number cannot be used; it says which, and the mend.
    """
    from headwater import intake  # slow to import

    check_can(by, "read")
    case = case_of(run)
    outcomes = intake.read_futures(futures, projects=_names(case), unit=case.workbook.money.label)
    asked = {
        "outcomes": to_json(outcomes),
        "caution": _share(caution, "caution", CAUTION, least=0.0),
        "tail": _share(tail, "share of bad futures", TAIL, least=0.01),
        "target": number_typed(target, "target"),
        "typed": {"futures": futures, "caution": caution, "tail": tail, "target": target},
    }
    look = looking.look(kind=KIND, run=run, asked=asked, title="Bad futures", by=by)
    return risk_in(look)


def risk_in(look: Run) -> Risk:
    """Return what a look at futures has found so far."""
    found = looking.found_in(look)
    outcomes = from_json(Outcomes, look.inputs["asked"]["outcomes"])
    return Risk(outcomes, from_json(FuturesView, found["view"]) if found else None, look)


def blank_table(run: Run) -> str:
    """Return a table of all projects with two futures, to be filled in."""
    names = _names(case_of(run))
    called = Counter(each.casefold() for each in names.values())
    first = sorted(id_ if called[name.casefold()] > 1 else name for id_, name in names.items())
    rows = ["project\tGood year\tBad year", "probability\t50%\t50%"]
    return "\n".join([*rows, *(f"{each}\t0\t0" for each in first)])


def work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Choose in little time, then longer; called in the worker process."""
    from headwater.portfolio.risk import beside  # slow to import

    case, asked = looking.case_in(inputs), inputs["asked"]
    outcomes = from_json(Outcomes, asked["outcomes"])
    for seconds in (looking.FIRST, looking.PROOF):
        for view in beside(
            case.problem, outcomes, case.best.chosen, caution=asked["caution"],
            tail=asked["tail"], target=asked["target"], time_limit=seconds, watch=watch,
        ):  # fmt: skip
            if seconds == looking.FIRST or view.reaching or asked["target"] is None:
                yield {"view": to_json(view)}


def _names(case: Case) -> dict[str, str]:
    return {each.id: each.name for each in case.problem.candidates}


def _share(text: str, what: str, usual: float, *, least: float) -> float:
    number = number_typed(text, what)
    share = (usual if number is None else number) / 100
    if not least <= share <= 1:
        raise InputError(f"The {what} lies between {100 * least:g} and 100%, not {text}.")
    return share
