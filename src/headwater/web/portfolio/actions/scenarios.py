"""Scenarios: made from changes, kept with their answer, grown from each other, put away.

Solving may take seconds; so it happens before the transaction that writes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.scenario import Branch, Change
from headwater.vocabulary.scenario import Scenario as Told
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.asking import MOST_CHANGES
from headwater.web.portfolio.actions.cases import Case, case_of
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.actions.standing import Stands, bests, stands
from headwater.web.portfolio.models import Scenario
from headwater.web.runs.models import Run

SECONDS = 0.8
"""Of solving a scenario at once; what is not proved by then is kept with its gap, and a look of its
own goes on improving it. Which input moved it is found beside today's choice, by another."""
MOST_NAME, MOST_NOTE, DEEPEST = 120, 2_000, 20


@dataclass(frozen=True, slots=True)
class Node:
    """A scenario of the tree with those that grow from it, and how deep it stands (from 1)."""

    scenario: Scenario
    depth: int
    then: tuple["Node", ...]
    stands: Stands


def make_scenario(
    *,
    run: Run,
    changes: Sequence[Change],
    name: str = "",
    note: str = "",
    parent: Scenario | None = None,
    key: UUID,
    seconds: float = SECONDS,
    by: User,
) -> Scenario:
    """Solve a scenario and keep it; sending the same `key` again keeps nothing more.

    Parameters
    ----------
    name
        Blank: the changes in words.
    parent
        A scenario of the same run that it grows from.
    seconds
        Of solving.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    InputError
        If there is no change, one names what is not there, or a text is too long.
    ConflictError
        If another scenario of the run bears the name, or the parent was put away.
    """
    check_can(by, "run")
    if (before := _sent_before(key, run)) is not None:
        return before
    case = case_of(run)
    name, note = _texts(name, note, changes, case, run)
    chain = _chain(parent, run)
    grown = _grown(case, Told(name, tuple(changes)), chain, seconds)
    with transaction.atomic():
        if (before := _sent_before(key, run)) is not None:
            return before
        made = _written(run, grown, changes, name, note, parent, key, case, by)
        audit.record("portfolio.scenario.made", target=made, by=by, detail=_detail(made))
    return made


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, note: str, by: User) -> Scenario:
    """Give a scenario another name and note; what it changes stays.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    InputError, ConflictError
        If the name is blank, too long, or taken.
    """
    check_can(by, "run")
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    name, note = " ".join(name.split()), note.strip()
    _check_texts(name, note)
    if name != scenario.name:
        _check_free(name, scenario.run)
    before = scenario.name
    scenario.name, scenario.note = name, note
    scenario.save(update_fields=["name", "note"])
    audit.record(
        "portfolio.scenario.renamed", target=scenario, by=by,
        detail={"run": str(scenario.run_id), "before": before, "name": name},
    )  # fmt: skip
    return scenario


@transaction.atomic
def put_away(*, scenario: Scenario, away: bool, by: User) -> Scenario:
    """Put a scenario away with all that grows from it, or bring it back.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    ConflictError
        If its name was taken meanwhile.
    """
    check_can(by, "run")
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if (scenario.put_away_at is not None) == away:
        return scenario
    if not away:
        _check_free(scenario.name, scenario.run)
    scenario.put_away_at = timezone.now() if away else None
    scenario.save(update_fields=["put_away_at"])
    event = "put_away" if away else "brought_back"
    audit.record(f"portfolio.scenario.{event}", target=scenario, by=by, detail=_detail(scenario))
    return scenario


def carry_over(*, source: Run, run: Run, by: User) -> tuple[list[Scenario], list[str]]:
    """Make the scenarios of an earlier run again on another run; return them and what failed.

    Each is solved anew on that run's inputs, all in about the time of one. One whose changes name
    what is not there any more, or whose name is taken, is left out with all that grows from it,
    and said.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    """
    check_can(by, "run")
    made: dict[int, Scenario] = {}
    said: list[str] = []
    pks = [each.pk for each in flat(tree(source))]
    whole = Scenario.objects.in_bulk(pks)
    brought = [whole[pk] for pk in pks]
    for each in brought:
        if each.parent_id is not None and each.parent_id not in made:
            said.append(f"{each.name}: what it grows from was not brought over.")
            continue
        parent = made.get(each.parent_id) if each.parent_id is not None else None
        try:
            made[each.pk] = make_scenario(
                run=run, changes=changes_of(each), name=each.name, note=each.note, parent=parent,
                key=uuid4(), seconds=SECONDS / len(brought), by=by,
            )  # fmt: skip
        except (InputError, ConflictError) as error:
            said.append(f"{each.name}: {error}")
    return list(made.values()), said


def tree(run: Run) -> tuple[Node, ...]:
    """Return the scenarios of a run as they grow from each other, those put away left out."""
    standing = list(Scenario.objects.light().filter(run=run, put_away_at=None).order_by("number"))
    by_parent: dict[int | None, list[Scenario]] = {}
    for each in standing:
        by_parent.setdefault(each.parent_id, []).append(each)
    found = stands(standing, bests(run), decision_of(run)) if standing else {}
    return _nodes(by_parent, None, 1, found)


def changes_of(scenario: Scenario) -> tuple[Change, ...]:
    """Return a scenario's own changes."""
    return from_json(tuple[Change, ...], scenario.changes)


def branch_of(scenario: Scenario) -> Branch:
    """Return what was found for a scenario."""
    return from_json(Branch, scenario.result)


def lineage(scenario: Scenario) -> tuple[Scenario, ...]:
    """Return the scenarios that this one grows from, the first one first, and itself last."""
    found = [scenario]
    while found[-1].parent is not None:
        found.append(found[-1].parent)
    return tuple(reversed(found))


def exported(run: Run) -> list[dict[str, object]]:
    """Return the tree of a run as plain JSON, as `headwater compare --tree` reads it."""
    whole = {each.pk: each for each in Scenario.objects.filter(run=run, put_away_at=None)}

    def told(node: Node) -> Told:
        kept = whole[node.scenario.pk]
        return Told(kept.name, changes_of(kept), tuple(told(each) for each in node.then))

    return [to_json(told(node)) for node in tree(run)]


def _nodes(
    by_parent: dict[int | None, list[Scenario]],
    parent: int | None,
    depth: int,
    found: Mapping[int, Stands],
) -> tuple[Node, ...]:
    return tuple(
        Node(each, depth, _nodes(by_parent, each.pk, depth + 1, found), found[each.pk])
        for each in by_parent.get(parent, ())
    )


def flat(nodes: Iterable[Node]) -> list[Scenario]:
    """Return the scenarios of a tree, each before those that grow from it."""
    return [found for node in nodes for found in (node.scenario, *flat(node.then))]


def _sent_before(key: UUID, run: Run) -> Scenario | None:
    found = Scenario.objects.filter(key=key).first()
    if found is not None and found.run_id != run.pk:
        raise ConflictError("This form was used for another run; reload the page and start anew.")
    return found


def _chain(parent: Scenario | None, run: Run) -> tuple[Told, ...]:
    if parent is None:
        return ()
    if parent.run_id != run.pk:
        raise InputError(f"{parent.name} belongs to another run, so nothing here can grow from it.")
    line = lineage(parent)
    if any(each.put_away_at for each in line):
        raise ConflictError(f"{parent.name} was put away meanwhile; bring it back first.")
    if len(line) >= DEEPEST:
        raise InputError(f"A scenario can grow through {DEEPEST} others at most.")
    return tuple(Told(each.name, changes_of(each)) for each in line)


def _texts(
    name: str, note: str, changes: Sequence[Change], case: Case, run: Run
) -> tuple[str, str]:
    from headwater.portfolio.scenarios import title_of

    if not changes:
        raise InputError("Say at least one thing that is different.")
    if len(changes) > MOST_CHANGES:
        raise InputError(f"A scenario holds at most {MOST_CHANGES} changes; grow another from it.")
    name, note = " ".join(name.split()), note.strip()
    if not name:
        name = _unused(title_of(changes, case.problem), run)
    _check_texts(name, note)
    _check_free(name, run)
    return name, note


def _check_texts(name: str, note: str) -> None:
    if not name:
        raise InputError("A scenario needs a name.")
    if len(name) > MOST_NAME:
        raise InputError(f"A name has at most {MOST_NAME} characters; this one has {len(name)}.")
    if len(note) > MOST_NOTE:
        raise InputError(f"A note has at most {MOST_NOTE:,} characters; this has {len(note):,}.")


def _check_free(name: str, run: Run) -> None:
    if Scenario.objects.filter(run=run, put_away_at=None, name__iexact=name).exists():
        raise ConflictError(f"There is a scenario {name!r} already; choose another name.")


def _unused(name: str, run: Run) -> str:
    taken = set(Scenario.objects.filter(run=run, put_away_at=None).values_list("name", flat=True))
    name, number = name[: MOST_NAME - 6], 1
    found = name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _grown(case: Case, scenario: Told, chain: tuple[Told, ...], seconds: float) -> Branch:
    from headwater.portfolio.scenarios import grow  # slow to import

    return grow(
        case.problem, scenario, best=case.best, after=chain, time_limit=seconds, causes=False
    )


def _written(
    run: Run,
    grown: Branch,
    changes: Sequence[Change],
    name: str,
    note: str,
    parent: Scenario | None,
    key: UUID,
    case: Case,
    by: User,
) -> Scenario:
    from headwater.portfolio.scenarios import told

    last = Scenario.objects.filter(run=run).order_by("-number").values_list("number", flat=True)
    against = grown.against_start
    return Scenario.objects.create(
        run=run,
        number=(last.first() or 0) + 1,
        key=key,
        parent=parent,
        name=name,
        note=note,
        changes=[to_json(each) for each in changes],
        words=[told(each, case.problem) for each in changes],
        feasible=grown.feasible,
        value=grown.value,
        step=grown.step,
        gap=grown.gap if grown.feasible else None,
        entered=len(against.entered) if against else None,
        left=len(against.left) if against else None,
        result=to_json(grown),
        by=by,
        by_name=name_of(by),
    )


def _detail(scenario: Scenario) -> dict[str, object]:
    return {
        "run": str(scenario.run_id),
        "number": scenario.number,
        "parent": scenario.parent_id,
        "words": scenario.words,
        "value": scenario.value,
    }
