"""Sorts the table of judgements into one ballot a leader, with names matched to the criteria."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from headwater.errors import InputError
from headwater.judgement.methods import METHODS
from headwater.vocabulary.ballot import Answers
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

POINTS = ("swing", "rating", "allocation")
"""Methods whose points count in proportion, so that not all of them can be 0."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """All that one leader answered, by one method."""

    leader: str
    method: str
    answers: Answers


def ballots(criteria: Sequence[str], judgements: Iterable[Judgement]) -> tuple[Ballot, ...]:
    """Collect each leader's answers; names match whatever their case and spacing.

    Returns
    -------
    tuple
        By leader's name, in alphabetical order.

    Raises
    ------
    InputError
        If a leader has no name or used two methods, a method or a criterion is not known
        (the message names the closest), or one question has two different answers.
    """
    rows: dict[str, list[Judgement]] = {}
    for judgement in judgements:
        if not judgement.leader.strip():
            raise InputError(f"a judgement of {judgement.left!r} names no leader; say who gave it")
        rows.setdefault(plain(judgement.leader), []).append(judgement)
    known = {plain(each): each for each in criteria}
    found = [_ballot(criteria, known, rows[leader]) for leader in sorted(rows)]
    return tuple(sorted(found, key=lambda each: (each.leader.casefold(), each.leader)))


def check(method: str, criteria: Sequence[str], answers: Answers) -> None:
    """Refuse answers that a method could not turn into weights; much cheaper than weighing.

    Raises
    ------
    InputError
        If answers contradict what was asked (two criteria marked best, say), or every criterion
        was given 0 points.
    """
    chosen = METHODS[method]
    if chosen.ADAPTIVE:
        chosen.questions(criteria, answers)
    given = [answers.get((each,)) for each in criteria]
    if method in POINTS and all(each is not None and each.high == 0 for each in given):
        raise InputError("Every criterion has 0 points; give at least one of them more.")


def plain(name: str) -> str:
    """Write a name without differences of case and spacing."""
    return " ".join(name.split()).casefold()


def matched(name: str, names: Sequence[str], *, what: str, place: str) -> str:
    """Return the one of `names` that is meant.

    Raises
    ------
    InputError
        If none is; the message names the closest.
    """
    known = {plain(each): each for each in names}
    if (found := known.get(plain(name))) is not None:
        return found
    close = get_close_matches(plain(name), sorted(known), n=1, cutoff=0.5)
    mend = f"did you mean {known[close[0]]!r}?" if close else f"known: {', '.join(sorted(names))}"
    raise InputError(f"{place}: there is no {what} {name!r}; {mend}")


def _ballot(criteria: Sequence[str], known: Mapping[str, str], rows: Sequence[Judgement]) -> Ballot:
    leader = min(" ".join(row.leader.split()) for row in rows)
    methods = sorted(
        {
            matched(method, list(METHODS), what="method", place=leader)
            for method in sorted({row.method for row in rows})
        }
    )
    if len(methods) > 1:
        raise InputError(
            f"{leader} answered by {' and by '.join(methods)}; keep the answers of one method"
        )
    names = METHODS[methods[0]].NAMES
    answers: dict[tuple[str, ...], Interval | None] = {}
    for row in rows:
        key = _key(criteria, known, row, place=f"{leader} ({methods[0]})", names=names)
        if key in answers and answers[key] != row.answer:
            raise InputError(
                f"{leader} answers {' against '.join(key)} twice, differently; keep one answer"
            )
        answers[key] = row.answer
    return Ballot(leader, methods[0], _sorted(answers))


def _key(
    criteria: Sequence[str],
    known: Mapping[str, str],
    row: Judgement,
    *,
    place: str,
    names: tuple[int, ...],
) -> tuple[str, ...]:
    def criterion(name: str) -> str:
        found = known.get(plain(name))
        return found or matched(name, criteria, what="criterion", place=place)

    left, right = criterion(row.left), (row.right or "").strip()
    if not right and 1 not in names:
        raise InputError(f"{place}: {left!r} is compared with nothing; fill in `right`")
    if right and 2 not in names:
        raise InputError(f"{place}: this method compares nothing; leave `right` of {left!r} empty")
    return (left, criterion(right)) if right else (left,)


def _sorted(answers: Mapping[tuple[str, ...], Interval | None]) -> Answers:
    return {key: answers[key] for key in sorted(answers)}
