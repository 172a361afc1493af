"""Changes of a scenario from what people type: ready templates, and a kind with its parts."""

from functools import partial
from typing import TYPE_CHECKING

from headwater.errors import InputError
from headwater.vocabulary.scenario import Change
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.portfolio.actions.typed import number_typed
from headwater.web.projects import actions as projects
from headwater.web.runs.models import Run

if TYPE_CHECKING:
    from headwater.portfolio.scenarios import Ready

MONEY = ("limit_amount",)
"""Kinds whose number is an amount of money where it is about a budget."""


def templates_of(run: Run) -> tuple["Ready", ...]:
    """Return the ready templates as they apply to a run."""
    from headwater.portfolio.scenarios import ready  # slow to import

    return ready(case_of(run).problem)


def change_typed(*, run: Run, kind: str, about: str = "", number: str = "") -> Change:
    """Make one change of its parts as people type them.

    Parameters
    ----------
    kind
        A kind of change, or the key of a ready template.
    about
        A project, budget, role, criterion or leader, by id or name; for a score "project on
        criterion".
    number
        As typed; money as people write it ("3.6bn").

    Raises
    ------
    InputError
        If a part is missing, is no number, or names what is not there.
    """
    from headwater.portfolio.framing import worth_of_score  # slow to import
    from headwater.portfolio.scenarios import change_of

    case, about = case_of(run), about.strip()
    ready = next((each for each in templates_of(run) if each.key == kind), None)
    if ready is not None:
        name = (
            change_of("remove", case.problem, name=about).name
            if ready.about == "project"
            else about
        )
        size = _number(case, kind, "", number)
        return ready.change(name=name if ready.about else "", number=size)
    criterion = ""
    if kind == "score":
        about, _, criterion = about.rpartition(" on ")
        if not about:
            raise InputError(
                "Write the project and the criterion, as in 'Bridge repair on Safety'."
            )
    return change_of(
        kind,
        case.problem,
        name=about,
        number=_number(case, kind, about, number),
        criterion=criterion.strip(),
        leaders=case.leaders,
        scores=partial(worth_of_score, case.workbook),
    )


def _number(case: Case, kind: str, about: str, typed: str) -> float | None:
    if typed.strip() and kind in MONEY and _is_budget(case, about):
        plain = typed.strip().replace("\N{MINUS SIGN}", "-")
        return projects.money(plain, unit=case.workbook.money, what=about or "total budget")
    return number_typed(typed)


def _is_budget(case: Case, about: str) -> bool:
    name = (about or "total budget").casefold()
    return any(each.name.casefold() == name and each.kind == "budget" for each in
               case.problem.limits)  # fmt: skip
