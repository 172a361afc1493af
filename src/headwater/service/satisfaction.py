"""What customers answered to the one question, and the value that they recognized."""

from collections.abc import Iterable, Mapping
from math import fsum, sqrt

from headwater.numeric.statistics import NINETY_FIVE, wilson_interval
from headwater.vocabulary.service_figures import Satisfaction, ValueSums
from headwater.vocabulary.service_work import VALUE_KINDS, Feedback, ValueKind, ValueStated
from headwater.vocabulary.units import Interval

PROMOTER, PASSIVE = 9, 7
FEW = 20
EXTRA = 3.0  # answers that the adjusted Wald method adds: a quarter, a half, a quarter


def satisfaction(answers: Iterable[Feedback], *, asked: int | None = None) -> Satisfaction:
    """Sum up the answers to the one question.

    The net score is p - d for the shares p of promoters (9 and 10) and d of detractors (0 to 6);
    its standard error is sqrt((p + d - (p - d)^2) / n). The interval adds three answers (3/4, 3/2
    and 3/4) before it is computed, which keeps its level where answers are few [rocks2016]_.

    Parameters
    ----------
    asked
        How many deliveries could have been answered.
    """
    given = sorted(answers, key=lambda each: each.id)
    scored = [(each.id, each.score) for each in given if each.score is not None]
    promoters = tuple(name for name, score in scored if score >= PROMOTER)
    passives = tuple(name for name, score in scored if PASSIVE <= score < PROMOTER)
    detractors = tuple(name for name, score in scored if score < PASSIVE)
    number = len(scored)
    net = (len(promoters) - len(detractors)) / number if number else None
    return Satisfaction(
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        net=net,
        error=net_error(len(promoters), len(detractors), number) if number else None,
        interval=net_interval(len(promoters), len(detractors), number) if number else None,
        top=len(promoters) / number if number else None,
        top_interval=wilson_interval(len(promoters), number) if number else None,
        asked=asked,
        comments={each.id: each.comment for each in given if each.comment.strip()},
        doubts=_doubts(number, asked),
    )


def net_error(promoters: float, detractors: float, number: float) -> float:
    """Return the standard error of a net score from counts."""
    p, d = promoters / number, detractors / number
    return sqrt(max(0.0, p + d - (p - d) ** 2) / number)


def net_interval(promoters: int, detractors: int, number: int) -> Interval:
    """Return the adjusted Wald 95% interval of a net score, within -1 and 1."""
    up, down, all_ = promoters + EXTRA / 4, detractors + EXTRA / 4, number + EXTRA
    middle, reach = (up - down) / all_, NINETY_FIVE * net_error(up, down, all_)
    return Interval(max(-1.0, middle - reach), min(1.0, middle + reach))


def value_sums(statements: Iterable[ValueStated]) -> ValueSums:
    """Add up value forecast, delivered and recognized; the latest statement of each counts.

    Statements of one day replace each other in the order given.
    """
    latest: dict[tuple[str, str], ValueStated] = {}
    replaced: list[str] = []
    for each in sorted(statements, key=lambda one: one.on):
        key = (each.kind, each.engagement)
        if key in latest:
            replaced.append(latest[key].id)
        latest[key] = each
    kept = {
        kind: tuple(sorted((s for s in latest.values() if s.kind == kind), key=lambda s: s.id))
        for kind in VALUE_KINDS
    }
    sums: dict[str, float] = {
        kind: fsum(each.amount for each in own) for kind, own in kept.items() if own
    }
    return ValueSums(
        sums=sums,
        statements={kind: own for kind, own in kept.items() if own},
        replaced=tuple(sorted(replaced)),
        doubts=_value_doubts(kept),
    )


def _doubts(number: int, asked: int | None) -> tuple[str, ...]:
    if not number:
        return ("Nobody has answered yet.",)
    said = []
    if number < FEW:
        said.append(f"Only {number} answered; read the comments, not the score.")
    if asked and number < asked / 2:
        said.append(f"{number} of {asked} answered: those who did not may feel otherwise.")
    return tuple(said)


def _value_doubts(kept: Mapping[ValueKind, tuple[ValueStated, ...]]) -> tuple[str, ...]:
    delivered = {each.engagement for each in kept["delivered"]}
    recognized = {each.engagement for each in kept["recognized"]}
    if unseen := sorted(delivered - recognized):
        many = f"{len(unseen)} engagements" if len(unseen) > 1 else f"engagement {unseen[0]}"
        return (f"The customer has not yet recognized what {many} delivered.",)
    return ()
