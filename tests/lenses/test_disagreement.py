"""Leaders' differences held against the choice of the sample."""

import pytest

from headwater import intake, journey, lenses
from headwater.errors import InputError
from headwater.judgement.matters import with_weight
from headwater.samples import __path__ as samples
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement, Project, Workbook


def test_the_sample_is_solved_again_for_every_view() -> None:
    workbook = intake.read(f"{next(iter(samples))}/us_it_2017").workbook
    assert workbook is not None
    found = lenses.disagreement(workbook, budget=2500, minutes=40)
    first = found.matters[0]
    assert first.criterion == "The organization runs lean and well"
    assert first.minutes > 0
    assert found.solves < 80
    choose = lenses.chooser(workbook, budget=2500)
    contrast = first.contrasts[0]
    _, group, _ = journey.worth(workbook)
    base = {
        name: sum(each.weights.centre[k] for each in group.by_leader.values())
        / len(group.by_leader)
        for k, name in enumerate(group.weights.criteria)
    }
    one, other = (
        choose(with_weight(base, first.criterion, weight))
        for weight in (contrast.weight_one, contrast.weight_other)
    )
    assert contrast.only_one == tuple(sorted(one - other))
    assert contrast.only_other == tuple(sorted(other - one))


def test_one_leader_cannot_differ() -> None:
    workbook = Workbook(
        projects=(Project("A", "A", Interval.point(1), scores={"Fit": Interval.point(1)}),),
        criteria=("Fit",),
        judgements=(Judgement("Amara", "swing", "Fit", None, Interval.point(100)),),
    )
    with pytest.raises(InputError, match="Only one person has judged"):
        lenses.disagreement(workbook, budget=1)
