"""The board deck: the decision and its price first, one finding a slide, the proof last."""

from headwater.presentation import facts
from headwater.presentation.sections import calls, certainty, opening, overruled, strategy, worth
from headwater.presentation.wording import printable
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Report

NAME = "board_deck"
TITLE = "Board deck"
SOURCE = "minto2009"


def build(decision: Decision) -> Report:
    """Tell a decision to executives: the answer first, then its parts, then what it rests on.

    Parameters
    ----------
    decision
        The whole answer. What it does not state (value, objectives, weights, limits) gets no
        slide; what follows for the reader is among the doubts.

    Returns
    -------
    Report
        One section a finding. Long tables say how many slides they may take.

    Notes
    -----
    Titles state findings and the answer stands first [minto2009]_.
    """
    said = printable(decision)
    sections = (
        opening.build(said),
        calls.start(said),
        calls.contested(said),
        calls.reasons(said),
        calls.stop(said),
        worth.value_against_cost(said),
        worth.frontier(said),
        worth.limits(said),
        strategy.coverage(said),
        strategy.weights(said),
        strategy.leaders(said, fits_slide=True),
        overruled.findings(said),
        overruled.overrides(said),
        certainty.doubts(said),
        certainty.questions(said),
        certainty.method(said),
        certainty.manifest(said),
    )
    return Report(
        title=said.title or "Portfolio decision",
        subtitle="Board paper",
        sections=tuple(section for section in sections if section),
        money=said.money,
        digest=facts.digest(said),
    )
