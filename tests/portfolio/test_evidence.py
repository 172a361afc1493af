"""Mandates with their evidence: only what the law orders is forced in, the rest competes."""

import pytest

from headwater.errors import InputError
from headwater.journey import rationalize
from headwater.manifest import digest
from headwater.portfolio.override.evidence import lacking
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Workbook

LAW = {
    "mandatory": True,
    "mandatory_basis": "River Act, section 4",
    "mandatory_date": "2027-01-31",
    "mandatory_penalty": "A fine for every day.",
    "mandatory_option": "Repair the two gates that leak.",
}


def project(name: str, cost: float, benefit: float, **more: object) -> Project:
    point = Interval.point
    return Project(name, name, point(cost), benefit=point(benefit), **more)  # type: ignore[arg-type]


def book(**more: object) -> Workbook:
    """Room for 10: the flood gates cost 8, the least that the law orders 3."""
    gates = project("Gates", 8, 4, **(LAW | more))
    return Workbook((gates, project("Tram", 5, 9), project("Ferry", 2, 3)))


def decided(**more: object) -> Decision:
    return rationalize(book(**more), budget=10)


def chosen(decision: Decision) -> set[str]:
    return {each.id for each in decision.projects if each.chosen}


def test_without_its_cost_the_whole_scope_is_forced_in_and_a_doubt_says_so():
    found = decided()

    assert chosen(found) == {"Gates", "Ferry"}
    assert (
        "Gates is called mandatory without its cost; so the whole scope is forced in."
        in found.doubts
    )


def test_with_full_evidence_the_rest_competes_like_any_other():
    found = decided(mandatory_cost=Interval.point(3))

    assert chosen(found) == {"Gates", "Tram", "Ferry"}
    calls = {each.id: each for each in found.projects}
    assert calls["Gates"].mandatory
    assert calls["Gates"].cost == Interval.point(3)
    rest = calls["Gates beyond the law"]
    assert (rest.cost, rest.mandatory, rest.chosen) == (Interval.point(5), False, False)
    assert found.spent == 10
    assert not any("called mandatory" in each for each in found.doubts)
    assert any("may each be worth anything" in each for each in found.doubts)


def test_a_least_cost_above_the_cost_is_refused():
    with pytest.raises(InputError, match="costs more than the whole project; mend"):
        decided(mandatory_cost=Interval.point(9))


def test_what_is_missing_is_told_once_for_all_that_lack_the_same():
    bare = [project(name, 1, 1, mandatory=True) for name in ("A", "B")]

    assert lacking([*bare, project("C", 1, 1)]) == (
        "A and B are called mandatory without the law or clause, the date, the penalty, the "
        "least-cost option and its cost; so the whole scope is forced in.",
    )
    (said,) = lacking([project("Gates", 8, 4, **(LAW | {"mandatory_date": "next year"}))])
    assert "without the date and its cost" in said


def test_a_sponsor_does_not_change_the_digest_and_evidence_does():
    assert digest(book()) == digest(book(sponsor="Amara", sponsor_email="amara@rivermouth.example"))
    assert digest(book()) != digest(book(mandatory_cost=Interval.point(3)))
