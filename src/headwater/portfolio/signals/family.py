"""Many looks, one false-alarm level: Holm's correction over all signals of one look."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from headwater.errors import InputError
from headwater.vocabulary.signals import Signal, Strength, Watch

LEVEL = 0.05
STRONG = 0.1
"""A signal is strong when its adjusted p is at most this part of the level."""

_ORDER = {"strong": 0, "some": 1, "none": 2}


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """Return p-values adjusted so that one level holds for all of them together [holm1979]_.

    The i-th smallest of m becomes the largest of (m - j + 1) p_j over j <= i, at most 1.
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    adjusted = [1.0] * len(chances)
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[at]))
        adjusted[at] = highest
    return tuple(adjusted)


def judged(signals: Iterable[Signal], *, level: float = LEVEL) -> tuple[Signal, ...]:
    """Give every tested signal its adjusted p and its strength; descriptions stay as they are.

    Raises
    ------
    InputError
        If the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise InputError(f"the false-alarm level is {level:g}; give a number between 0 and 1")
    found = list(signals)
    tested = [at for at, each in enumerate(found) if each.evidence.p is not None]
    adjusted = holm([found[at].evidence.p or 0.0 for at in tested])
    for at, chance in zip(tested, adjusted, strict=True):
        evidence = replace(found[at].evidence, adjusted=chance, tests=len(tested), level=level)
        found[at] = replace(found[at], evidence=evidence, strength=_strength(chance, level))
    return tuple(found)


def together(signals: Iterable[Signal], *, level: float = LEVEL) -> Watch:
    """Join the signals of several kinds so that one false-alarm level holds for all.

    Parameters
    ----------
    signals
        From any of the functions of this package; corrections made there are made anew.
    level
        The chance that one or more tested signals warn though nothing is there.

    Returns
    -------
    Watch
        Strongest first, then by adjusted p, kind and name.
    """
    found = judged(signals, level=level)
    tested = sum(each.evidence.p is not None for each in found)
    warned = sum(each.strength != "none" for each in found if each.evidence.p is not None)
    ordered = sorted(
        found,
        key=lambda each: (
            _ORDER[each.strength],
            2.0 if each.evidence.adjusted is None else each.evidence.adjusted,
            each.kind,
            each.about,
            each.text,
        ),
    )
    text = (
        f"{tested} {'test was' if tested == 1 else 'tests were'} made, {warned or 'none'} of them "
        f"{'warn' if warned > 1 else 'warns'}; Holm's correction keeps the chance of even one "
        f"false warning among them at {level * 100:g}% or less. A warning is a reason to look, "
        f"not a finding against anybody."
    )
    return Watch(tuple(ordered), tested, level, text)


def odds(chance: float) -> str:
    """Say how often chance alone would show as much: 'about once in 40 times'."""
    if chance >= 0.5:
        return "chance alone would show as much in most cases"
    if chance < 1e-4:
        return "chance alone would show as much less than once in 10,000 times"
    return f"chance alone would show as much about once in {_rounded(1 / chance)} times"


def _rounded(number: float) -> str:
    size = 1 if number < 100 else 10 if number < 1000 else 100
    return f"{round(number / size) * size:,}"


def _strength(chance: float, level: float) -> Strength:
    if chance > level:
        return "none"
    return "strong" if chance <= level * STRONG else "some"
