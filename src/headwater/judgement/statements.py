"""Statements people voted on: which tell a group from the rest, and which all groups share."""

from collections.abc import Mapping
from math import sqrt

from headwater.vocabulary.agreement import Representative, Votes

NINETY = 1.2816
"""Standard normal deviate above which a difference counts, one-sided 90%."""

MOST = 5

Polls = Mapping[str, Mapping[str, Votes]]
"""group -> statement -> how it voted."""


def representative(votes: Polls) -> dict[str, tuple[Representative, ...]]:
    """Return, for each group, the statements that tell it from the rest: at most five.

    Parameters
    ----------
    votes
        How each group voted on each statement; a statement may be missing for a group.

    Returns
    -------
    dict
        Strongest first, those the group agrees with before those it disagrees with. Where
        no statement passes both tests at 90%, the one agreed statement that comes nearest.

    Notes
    -----
    Share p = (A + 1)/(S + 2); tests 2 sqrt(S + 1)((A + 1)/(S + 1) - 1/2) against a half, and a
    two-proportion test against all others; order by the product of ratio, both tests and
    share [small2021]_. Many statements are looked at, so passing is a description, not proof.
    """
    return {group: _of_group(votes, group) for group in votes}


def shared(votes: Polls) -> dict[str, float]:
    """Return how far all groups together agree with each statement, 0 to 1, highest first.

    The product over groups of (A + 1)/(S + 2) [small2021]_: one group against is enough to make
    it small, however large the others are. By more groups it gets smaller; compare statements
    of one poll only.
    """
    statements = {statement for polls in votes.values() for statement in polls}
    found = {}
    for statement in statements:
        product = 1.0
        for polls in votes.values():
            cast = polls.get(statement, Votes(0, 0, 0))
            product *= (cast.agree + 1) / (cast.seen + 2)
        found[statement] = product
    return dict(sorted(found.items(), key=lambda item: (-round(item[1], 12), item[0])))


def _of_group(votes: Polls, group: str) -> tuple[Representative, ...]:
    found = [_best_side(votes, group, statement) for statement in sorted(votes[group])]
    passing = [each for each in found if each.within > NINETY and each.against > NINETY]
    passing.sort(key=lambda each: (-_strength(each), each.statement))
    chosen = passing[:MOST]
    if not chosen:
        agreed = [_side(votes, group, each, agrees=True) for each in sorted(votes[group])]
        agreed = [each for each in agreed if votes[group][each.statement].agree]
        near = sorted(agreed, key=lambda each: (-_strength(each), each.statement))
        chosen = near[:1]
    return tuple(sorted(chosen, key=lambda each: not each.agrees))


def _best_side(votes: Polls, group: str, statement: str) -> Representative:
    for_it = _side(votes, group, statement, agrees=True)
    against_it = _side(votes, group, statement, agrees=False)
    return for_it if for_it.against > against_it.against else against_it


def _side(votes: Polls, group: str, statement: str, *, agrees: bool) -> Representative:
    own = votes[group][statement]
    others = [polls[statement] for name, polls in votes.items() if name != group]
    count = own.agree if agrees else own.disagree
    rest = sum(each.agree if agrees else each.disagree for each in others)
    seen = sum(each.seen for each in others)
    share = (count + 1) / (own.seen + 2)
    return Representative(
        statement=statement,
        group=group,
        agrees=agrees,
        share=share,
        ratio=share / ((rest + 1) / (seen + 2)),
        within=2 * sqrt(own.seen + 1) * ((count + 1) / (own.seen + 1) - 0.5),
        against=_two_shares(count, own.seen, rest, seen),
    )


def _two_shares(count: int, seen: int, rest: int, others: int) -> float:
    own, other = (count + 1) / (seen + 1), (rest + 1) / (others + 1)
    pooled = (count + rest + 2) / (seen + others + 2)
    if pooled >= 1:
        return 0.0
    return (own - other) / sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (others + 1)))


def _strength(each: Representative) -> float:
    return each.ratio * each.against * each.share * each.within
