"""Projects scored on criteria by anchored scales, and what a panel's scores say together."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.errors import InputError
from headwater.judgement.rounds import agreement
from headwater.vocabulary.agreement import ItemAgreement
from headwater.vocabulary.ballot import Anchor, Answers, Feedback, Question
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval

STEP = 1.0


def questions(
    projects: Sequence[str],
    criteria: Sequence[str],
    *,
    scale: Scale,
    anchors: Mapping[str, Sequence[Anchor]] | None = None,
) -> tuple[Question, ...]:
    """Ask how each project does on each criterion, criterion by criterion.

    One criterion at a time for all projects keeps its scale the same in people's minds.

    Parameters
    ----------
    anchors
        By criterion: what levels of its scale look like, a finished project where one is known.

    Raises
    ------
    InputError
        If an anchor lies off the scale, or is for no criterion that is asked.
    """
    known = anchors or {}
    if strange := sorted(set(known) - set(criteria)):
        raise InputError(f"there are anchors for {strange[0]!r}, which is no criterion here")
    for criterion, levels in known.items():
        for anchor in levels:
            if not scale.low <= anchor.level <= scale.high:
                raise InputError(
                    f"{criterion}: the anchor {anchor.level:g} lies off the scale, which runs from "
                    f"{scale.low:g} to {scale.high:g}"
                )
    return tuple(
        Question(
            "score",
            (project, criterion),
            scale.low,
            scale.high,
            step=STEP,
            text=f"How well does {project} do on {criterion}?",
            anchors=tuple(sorted(known.get(criterion, ()), key=lambda each: each.level)),
        )
        for criterion in criteria
        for project in projects
    )


def panel(answers: Mapping[str, Answers], *, scale: Scale) -> dict[tuple[str, str], ItemAgreement]:
    """Return how far people agree on each (project, criterion), and the middle of their scores."""
    keys = sorted({key for said in answers.values() for key in said})
    return {
        (key[0], key[1]): agreement(
            {who: {"score": said.get(key)} for who, said in answers.items()}, scale=scale
        )[0]
        for key in keys
    }


def scores(
    found: Mapping[tuple[str, str], ItemAgreement],
) -> dict[tuple[str, str], Interval | None]:
    """Return the range that each score enters a choice with: the middle half of the answers.

    One answer alone enters as it was given; None where nobody knew.
    """
    return {key: each.middle_half for key, each in found.items()}


def feedback(asked: Sequence[Question], answers: Answers) -> tuple[Feedback, ...]:
    """Say where scores do not tell projects apart, or stand at odds with an anchored project.

    Returns
    -------
    tuple
        A criterion on which all projects scored alike (three or more of them), and projects
        that are anchors of their own scale and were given another level.
    """
    told = []
    for criterion in dict.fromkeys(question.items[1] for question in asked):
        here = [question for question in asked if question.items[1] == criterion]
        given = {each.items: answers[each.items] for each in here if answers.get(each.items)}
        values = {answer for answer in given.values() if answer}
        if len(given) >= 3 and len(values) == 1:
            text = f"All projects have the same score on {criterion}: it tells none of them apart."
            told.append(Feedback("shape", text, tuple(given)))
        told += [each for question in here for each in _against_anchor(question, answers)]
    return tuple(told)


def ideal(weights: Mapping[str, float]) -> dict[str, float]:
    """Divide priorities of alternatives by the largest, so that a copy changes no other's.

    The ideal mode of the analytic hierarchy process: adding a copy of an alternative leaves the
    order of the others on every criterion as it was [belton1983]_.

    Raises
    ------
    InputError
        If no priority is above 0.
    """
    largest = max(weights.values(), default=0.0)
    if largest <= 0:
        raise InputError("every priority is 0; judge at least one alternative higher")
    return {name: weight / largest for name, weight in weights.items()}


def rescaled(weights: Mapping[str, float], factors: Mapping[str, float]) -> dict[str, float]:
    """Return swing weights after ranges from worst to best changed by these factors.

    w_i times new range / old range, made to sum to 1: a weight belongs to its range, so half the
    range halves it [keeney1976]_. Criteria without a factor keep their range.

    Raises
    ------
    InputError
        If a factor is not above 0, or is for no criterion.
    """
    if strange := sorted(set(factors) - set(weights)):
        raise InputError(f"there is no weight for {strange[0]!r}, whose range changed")
    if wrong := sorted(name for name, factor in factors.items() if not factor > 0):
        raise InputError(
            f"the range of {wrong[0]!r} changed by {factors[wrong[0]]:g}; give a factor"
        )
    raw = {name: weight * factors.get(name, 1.0) for name, weight in weights.items()}
    total = float(np.sum(list(raw.values())))
    return {name: weight / total for name, weight in raw.items()}


def _against_anchor(question: Question, answers: Answers) -> list[Feedback]:
    given = answers.get(question.items)
    return [
        Feedback(
            "contradiction",
            f"{question.items[0]} is the example of a {anchor.level:g} on {question.items[1]}, and "
            f"you gave it {given}.",
            (question.items,),
            {question.items: Interval.point(anchor.level)},
        )
        for anchor in question.anchors
        if given
        and anchor.example == question.items[0]
        and not given.low <= anchor.level <= given.high
    ]
