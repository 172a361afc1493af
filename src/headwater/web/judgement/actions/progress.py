"""How many have answered, told only as far as the mode allows."""

from dataclasses import dataclass

from headwater.web.judgement.actions import spread
from headwater.web.judgement.models import Participant, Round, Turnout
from headwater.web.judgement.states import Mode


@dataclass(frozen=True, slots=True)
class Progress:
    """Turnout of a round.

    Attributes
    ----------
    words
        "3 of 7 have answered", or in steps of five where answers are anonymous.
    fraction
        0 to 1, as coarse as the words.
    answered, missing
        Names; only in the named mode.
    reached
        Whether the quorum is reached; told in every mode.
    """

    words: str
    fraction: float
    answered: tuple[str, ...]
    missing: tuple[str, ...]
    reached: bool
    all_in: bool


def progress(round: Round) -> Progress:
    """Return what the facilitator may know of the turnout."""
    if round.mode == Mode.NAMED:
        return _named(round)
    whole = Turnout.objects.filter(round=round).count()
    count = Turnout.objects.filter(round=round, answered=True).count()
    reached, all_in = count >= round.quorum, bool(whole) and count == whole
    if all_in or round.mode == Mode.CONFIDENTIAL:
        words = "All have answered" if all_in else f"{count} of {whole} have answered"
        return Progress(words, count / whole if whole else 0.0, (), (), reached, all_in)
    step = count - count % spread.STEP
    words = f"{spread.about(count).capitalize()} of {whole} have answered"
    return Progress(words, step / whole if whole else 0.0, (), (), reached, all_in)


def _named(round: Round) -> Progress:
    rows = Turnout.objects.filter(round=round).values_list("participant__name", "answered")
    answered = sorted(name for name, done in rows if done)
    missing = sorted(name for name, done in rows if not done)
    whole = len(answered) + len(missing)
    words = (
        f"{len(answered)} of {whole} have answered"
        if missing or not whole
        else ("All have answered")
    )
    return Progress(
        words,
        len(answered) / whole if whole else 0.0,
        tuple(answered),
        tuple(missing),
        len(answered) >= round.quorum,
        bool(whole) and not missing,
    )


def waiting(round: Round) -> list[Participant]:
    """Return whom a reminder goes to: in the hidden modes everyone, so that it tells nothing."""
    rows = Turnout.objects.filter(round=round, participant__removed=False)
    if round.mode == Mode.NAMED:
        rows = rows.filter(answered=False)
    return [each.participant for each in rows.select_related("participant")]
