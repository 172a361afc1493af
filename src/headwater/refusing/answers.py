"""What each sponsor is told: what displaced their project, how close it was, what would flip it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import inf
from time import monotonic

from headwater import portfolio
from headwater.errors import InfeasibleError, InputError
from headwater.journey import worth
from headwater.portfolio.framing import frame
from headwater.refusing.changes import changes_of
from headwater.refusing.words import assumed_in, doubts_of, money_is_worth, states_worth
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.refusal import Answer, Closeness, Contact, Displacer, Refusal
from headwater.vocabulary.workbook import Workbook

STAGE = "Finding out what would change each answer"
LEAST = 0.5
"""Seconds of solving that each project gets, however many there are."""


def refusals(
    workbook: Workbook,
    decision: Decision,
    problem: Problem,
    *,
    only: Collection[str] = (),
    sponsors: Mapping[str, Contact] | None = None,
    review: str = "",
    contact: Contact | None = None,
    time_limit: float = 20.0,
    in_all: float = inf,
    watch: Watcher = ignore,
) -> tuple[Refusal, ...]:
    """Say to the sponsor of each project that is not recommended why, and what would change it.

    Parameters
    ----------
    workbook, decision, problem
        The tables, the decision made of them, and the problem that was solved for it.
    only
        Ids or names of projects; empty for all that are not recommended.
    sponsors
        By project id, who put it forward and their e-mail address; where a project has none here,
        the sponsor that the workbook names.
    review
        When the projects are looked at again, as YYYY-MM-DD; "" when no date is set.
    contact
        Whom to ask.
    time_limit
        Seconds of solving for one project. What is not settled by then is said to be open;
        only then does the answer depend on the machine.
    in_all
        Seconds of solving for all of them, shared out evenly among those that are left.

    Returns
    -------
    tuple of Refusal
        By id. The displaced projects come from solving again with the project put in; changes
        are those of cost, benefit and budget that were solved again too.

    Raises
    ------
    InputError
        If `only` names a project that is unknown or recommended.
    """
    wanted = _wanted(decision, only)
    known = {each.id: Contact(each.sponsor, each.sponsor_email) for each in workbook.projects}
    known |= sponsors or {}
    best = Optimum(
        chosen=tuple(sorted(call.id for call in decision.projects if call.chosen)),
        value=decision.value,
        bound=decision.bound,
        gap=decision.gap,
        status="optimal" if decision.status == "optimal" else "best found",
        ties=decision.ties,
    )
    assumed, doubts = assumed_in(workbook, decision, problem), doubts_of(workbook, decision)
    ends = monotonic() + in_all
    found = []
    for number, call in enumerate(wanted):
        left = len(wanted) - number
        seconds = min(time_limit, max(LEAST, (ends - monotonic()) / left))
        said = _pulse(watch, number, len(wanted))
        found.append(
            _Answer(call, decision, problem, best, seconds, said).refusal(
                sponsor=known.get(call.id, Contact()),
                review=review,
                contact=contact or Contact(),
                assumed=assumed,
                doubts=doubts,
            )
        )
    return tuple(found)


def _pulse(watch: Watcher, number: int, of: int) -> Watcher:
    """Tell how many are done; what one solve finds on its way is no news of the whole."""
    told = Progress(f"{STAGE}: {number:,} of {of:,}", fraction=number / of)
    watch(told)
    return lambda _: watch(told)


def _wanted(decision: Decision, only: Collection[str]) -> list[Call]:
    refused = [call for call in decision.projects if not call.chosen]
    for name in only:
        if any(name in (call.id, call.name) for call in refused):
            continue
        if any(name in (call.id, call.name) for call in decision.projects):
            raise InputError(f"{name!r} is recommended, so there is no refusal to write")
        raise InputError(f"no project is called {name!r}; give its id or its name in full")
    wanted = [call for call in refused if not only or {call.id, call.name} & set(only)]
    return sorted(wanted, key=lambda call: call.id)


class _Answer:
    """What is said of one project."""

    def __init__(
        self,
        call: Call,
        decision: Decision,
        problem: Problem,
        best: Optimum,
        time_limit: float,
        watch: Watcher,
    ) -> None:
        self._call, self._decision, self._problem = call, decision, problem
        self._best, self._time_limit, self._watch = best, time_limit, watch
        candidate = next(each for each in problem.candidates if each.id == call.id)
        self._unknown = sorted(name for name, use in candidate.uses.items() if use is None)

    def refusal(
        self,
        *,
        sponsor: Contact,
        review: str,
        contact: Contact,
        assumed: tuple[str, ...],
        doubts: tuple[str, ...],
    ) -> Refusal:
        call, decision = self._call, self._decision
        closeness, displacers, reason = self._forced_in()
        changes, not_tried = changes_of(
            self._problem, self._best, call,
            decision=decision, time_limit=self._time_limit, watch=self._watch,
        )  # fmt: skip
        return Refusal(
            project=call.name,
            id=call.id,
            answer=self._answer(),
            closeness=closeness,
            plan=decision.title,
            sponsor=sponsor.name,
            sponsor_email=sponsor.reach,
            unit=call.unit,
            reason=reason,
            cost=call.cost,
            budget=decision.budget,
            money=decision.money,
            recommended=sum(each.chosen for each in decision.projects),
            proposed=len(decision.projects),
            displacers=displacers,
            changes=changes,
            not_tried=not_tried,
            review=review,
            contact=contact,
            assumed=assumed,
            doubts=doubts,
            digest=str(decision.manifest.get("input_digest", "")),
        )

    def _answer(self) -> Answer:
        if self._call.call != "stop":
            return "close call"
        return "stop" if self._call.has_begun else "not now"

    def _forced_in(self) -> tuple[Closeness, tuple[Displacer, ...], str]:
        """Solve again with the project put in: what is lost, who has to wait, what forbids it."""
        place, places = _place(self._call, self._decision)
        near = Closeness(
            share=self._call.core_index,
            combinations=max(1, self._decision.portfolios),
            complete=self._decision.exact,
            place=place,
            places=places,
        )
        if self._unknown:
            return near, (), "We do not know what it costs, so we could not weigh it up yet."
        ordered = tuple(
            replace(each, mandatory=True) if each.id == self._call.id else each
            for each in self._problem.candidates
        )
        try:
            found = portfolio.optimum(
                replace(self._problem, candidates=ordered),
                watch=self._watch, time_limit=self._time_limit, ties=False,
            )  # fmt: skip
        except InfeasibleError as error:
            return replace(near, fits=False), (), self._forbidden(error)
        if found.status != "optimal" or self._best.status != "optimal":
            return near, self._displaced(found), ""
        lost = max(0.0, self._best.value - found.value)
        whole = abs(self._best.value)
        loss = 0.0 if lost <= 1e-9 * whole else min(lost / whole, 1e6)
        return replace(near, loss=loss), self._displaced(found), self._no_worth()

    def _no_worth(self) -> str:
        if self._call.value.high != 0 or self._call.value.low != 0:
            return ""
        return "Nothing that we were given says what it would bring."

    def _forbidden(self, error: InfeasibleError) -> str:
        cost, budget = self._call.cost, self._decision.budget
        if cost is not None and budget is not None and cost.high > budget:
            show = self._decision.money.show
            return f"It costs {show(cost.high)}, which is more than the budget of {show(budget)}."
        own = f"{self._call.name} is mandatory"
        rules = [rule for rule in error.rules if not rule.startswith(own)]
        if not rules:
            return "The limits and rules leave no room for it."
        return f"It cannot go in while these hold: {'; '.join(rules)}."

    def _displaced(self, found: Optimum) -> tuple[Displacer, ...]:
        gone = [
            call
            for call in self._decision.projects
            if call.id in self._best.chosen and call.id not in found.chosen
        ]
        gone.sort(key=lambda call: (-(call.cost.high if call.cost else 0.0), call.name, call.id))
        return tuple(Displacer(call.name, self._why(call)) for call in gone)

    def _why(self, other: Call) -> str:
        money = self._decision.money.show
        cost = "cost not known" if other.cost is None else f"costs {money(other.cost.high)}"
        own, theirs = self._call.value.middle, other.value.middle
        if not states_worth(self._decision):
            return cost
        if money_is_worth(self._decision):
            return f"{cost} and brings {money(theirs)}"
        if own <= 0:
            return cost
        part = theirs / own - 1
        if abs(part) < 0.005:
            return f"{cost} and scores the same as yours"
        return f"{cost} and scores {abs(part):.0%} {'higher' if part > 0 else 'lower'} than yours"


def _place(call: Call, decision: Decision) -> tuple[int | None, int | None]:
    """Return the place by value for money, and how many projects have one."""
    if not states_worth(decision) or call.cost is None:
        return None, None
    known = [each for each in decision.projects if each.cost is not None]
    better = sum(_beats(each, call) for each in known)
    return better + 1, len(known)


def _beats(one: Call, other: Call) -> bool:
    """Say whether one gives more for its money: v1 / c1 > v2 / c2, where costs may be 0."""
    costs = [each.cost.high if each.cost else 0.0 for each in (one, other)]
    return one.value.middle * costs[1] > other.value.middle * costs[0] * (1 + 1e-12)


def sponsors_of(rows: Sequence[tuple[str, str, str]], decision: Decision) -> Mapping[str, Contact]:
    """Return sponsors by project id, from rows of project (id or name), sponsor and e-mail.

    Raises
    ------
    InputError
        If a row names no project, or a name that several projects bear.
    """
    found: dict[str, Contact] = {}
    for number, (project, sponsor, email) in enumerate(rows, 2):
        ids = [call.id for call in decision.projects if call.id == project] or [
            call.id for call in decision.projects if call.name == project
        ]
        if len(ids) != 1:
            what = "no project is" if not ids else f"{len(ids)} projects are"
            raise InputError(
                f"row {number} of the sponsors: {what} called {project!r}; give the project's id"
            )
        found[ids[0]] = Contact(sponsor, email)
    return found


def problem_of(workbook: Workbook, *, budget: float | None) -> Problem:
    """Return the problem that `journey.rationalize` solves for a workbook and a budget."""
    model, group, _ = worth(workbook)
    return frame(workbook, model, weights=group.weights, budget=budget)[0]
