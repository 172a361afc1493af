"""From tables to answers for sponsors: what is said follows from solving again."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from headwater import journey, portfolio, refusing
from headwater.cli import refusals as command
from headwater.errors import InputError
from headwater.portfolio.flips.solves import UnsettledError
from headwater.refusing import changes
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.explanation import Change
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress
from headwater.vocabulary.refusal import Contact, Refusal, WayIn
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Project, Rule, Workbook

GBP = MoneyUnit("GBP", 1_000_000)


def project(name: str, cost: float | None, benefit: float, **other: str) -> Project:
    return Project(
        id=name,
        name=name,
        cost=None if cost is None else Interval.point(cost),
        benefit=Interval.point(benefit),
        **other,
    )


def council(*more: Project, rules: tuple[Rule, ...] = ()) -> Workbook:
    projects = (
        project("Bridge repair", 4, 9),
        project("Payroll", 5, 10),
        project("Library roof", 3, 5, stage="Running"),
        project("Cycle link", 4, 6),
        *more,
    )
    return Workbook(projects=projects, money=GBP, rules=rules)


def answers(
    workbook: Workbook, budget: float = 9, only: tuple[str, ...] = ()
) -> dict[str, Refusal]:
    decision, problem = decided(workbook, budget)
    found = refusing.refusals(workbook, decision, problem, only=only, review="2027-03-15")
    return {each.id: each for each in found}


def decided(workbook: Workbook, budget: float) -> tuple[Decision, Problem]:
    return (
        journey.rationalize(workbook, budget=budget),
        refusing.problem_of(workbook, budget=budget),
    )


def test_what_would_wait_and_what_is_lost_come_from_solving_again() -> None:
    """With the cycle link in, 9 buys it and payroll (16) instead of 19: bridge repair waits."""
    answer = answers(council())["Cycle link"]

    assert [each.name for each in answer.displacers] == ["Bridge repair"]
    assert answer.displacers[0].why == "costs GBP 4 million and brings GBP 9 million"
    assert answer.closeness.loss == pytest.approx(3 / 19)
    assert (answer.closeness.place, answer.closeness.places) == (4, 4)
    assert (answer.recommended, answer.proposed) == (2, 4)
    assert answer.answer == "not now"


def test_a_running_project_is_to_stop() -> None:
    assert answers(council())["Library roof"].answer == "stop"


@pytest.mark.parametrize("name", ["Cycle link", "Library roof"])
def test_every_change_puts_it_in(name: str) -> None:
    """Read the figures off the page, change the tables, and decide again."""
    answer = answers(council(), only=(name,))[name]
    kinds = {each.name.split(" (")[0]: each for each in answer.changes}

    assert set(kinds) >= {"A lower cost", "More benefit"} and all(
        each.verified for each in answer.changes
    )
    for kind, change in kinds.items():
        to = float(change.text.split("GBP ")[1].split(" ")[0])
        budget, changed = 9.0, []
        for each in council().projects:
            if each.id == name and kind == "A lower cost":
                each = project(name, to, each.benefit.low if each.benefit else 0)
            if each.id == name and kind == "More benefit":
                each = project(name, each.cost.low if each.cost else 0, to)
            changed.append(each)
        if kind == "A larger budget":
            budget = to
        problem = refusing.problem_of(Workbook(tuple(changed), money=GBP), budget=budget)
        assert name in portfolio.optimum(problem).chosen, change


def test_an_unknown_cost_is_a_question() -> None:
    answer = answers(council(project("Ferry", None, 7)))["Ferry"]

    assert "do not know what it costs" in answer.reason
    assert answer.closeness.loss is None and not answer.displacers
    assert answer.changes[0].text.startswith("Tell us what it costs. At GBP ")


def test_what_costs_more_than_there_is_does_not_fit() -> None:
    answer = answers(council(project("Tunnel", 40, 90)))["Tunnel"]

    assert not answer.closeness.fits
    assert (
        answer.reason == "It costs GBP 40 million, which is more than the budget of GBP 9 million."
    )


def test_a_rule_in_the_way_is_named() -> None:
    rules = (Rule("requires", "Cycle link", ("Tunnel",)),)
    answer = answers(council(project("Tunnel", 40, 90), rules=rules))["Cycle link"]

    assert not answer.closeness.fits and "requires Tunnel" in answer.reason


def test_with_names_and_costs_alone_nothing_is_said_of_worth() -> None:
    projects = tuple(Project(n, n, Interval.point(c)) for n, c in (("A", 3), ("B", 4), ("C", 5)))
    found = answers(Workbook(projects, money=GBP), budget=8)

    assert found and all(each.closeness.place is None for each in found.values())
    assert all("each counts the same" in each.assumed[0] for each in found.values())
    assert not any("benefit" in c.name.casefold() for each in found.values() for c in each.changes)


def test_the_order_of_projects_changes_nothing() -> None:
    workbook = council()
    turned = Workbook(workbook.projects[::-1], money=GBP)

    assert answers(workbook) == answers(turned)


def test_only_names_refused_projects() -> None:
    assert set(answers(council(), only=("Cycle link",))) == {"Cycle link"}
    with pytest.raises(InputError, match="'Payroll' is recommended"):
        answers(council(), only=("Payroll",))
    with pytest.raises(InputError, match="no project is called 'Ferry'"):
        answers(council(), only=("Ferry",))


def test_sponsors_are_found_by_id_or_name() -> None:
    decision, _ = decided(council(), 9)
    found = refusing.sponsors_of((("Cycle link", "Amara", "a@x.example"),), decision)

    assert found == {"Cycle link": Contact("Amara", "a@x.example")}
    with pytest.raises(InputError, match="row 2 of the sponsors: no project is called 'Ferry'"):
        refusing.sponsors_of((("Ferry", "Amara", ""),), decision)


def test_the_command_writes_pages_one_document_and_a_zip(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(
        "name,cost,benefit\nBridge,4,9\nPayroll,5,9\nRoof,3,5\nCycle link,4,6\n"
    )
    (tmp_path / "s.csv").write_text("project,sponsor,email\nRoof,Amara,amara@x.example\n")
    out = tmp_path / "out"
    run = CliRunner().invoke(
        command.no_pack,
        [str(tmp_path / "p.csv"), "--budget", "9", "--out", str(out), "--review", "2027-03-15",
         "--contact", "Dev <d@x.example>", "--sponsors", str(tmp_path / "s.csv")],
    )  # fmt: skip

    assert run.exit_code == 0, run.output
    assert "Pages for 2 of 4 projects" in run.output
    with ZipFile(out / "no-pack.zip") as packed:
        assert len(packed.namelist()) == 3 + 2 * 4
    assert "Amara" in (out / "letters/roof.html").read_text()
    assert b"amara@x.example" in (out / "letters/roof.eml").read_bytes()


def test_the_command_says_when_there_is_nobody_to_write_to(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("name,cost,benefit\nBridge,4,9\n")
    run = CliRunner().invoke(
        command.no_pack, [str(tmp_path / "p.csv"), "--budget", "9", "--out", str(tmp_path / "o")]
    )

    assert run.exit_code == 0 and "nobody to write to" in run.output
    assert not (tmp_path / "o").exists()


def test_what_was_found_before_time_ran_out_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of thousands leaves no time for budgets; cost and benefit are told all the same."""
    whole = answers(council(), only=("Cycle link",))["Cycle link"]

    def late(case: object) -> tuple[Change, ...]:
        raise UnsettledError

    monkeypatch.setattr(changes, "budget_changes", late)
    answer = answers(council(), only=("Cycle link",))["Cycle link"]

    assert answer.changes == tuple(each for each in whole.changes if "budget" not in each.name)
    assert answer.changes
    assert answer.not_tried == (
        "How much larger the budget would have to be was not settled in the time we had."
    )
    monkeypatch.setattr(changes, "cost_change", late)
    none = answers(council(), only=("Cycle link",))["Cycle link"]
    assert none.changes == ()
    assert none.not_tried == "What would change the answer was not settled in the time we had."


@pytest.mark.parametrize(("in_all", "least", "most"), [(6.0, 2.5, 3.0), (0.0, 0.5, 0.5)])
def test_the_time_for_all_is_shared_out(
    monkeypatch: pytest.MonkeyPatch, in_all: float, least: float, most: float
) -> None:
    given: list[float] = []

    def noted(*_: object, time_limit: float, **__: object) -> tuple[tuple[WayIn, ...], str]:
        given.append(time_limit)
        return (), ""

    monkeypatch.setattr("headwater.refusing.answers.changes_of", noted)
    workbook = council()
    refusing.refusals(workbook, *decided(workbook, 9), in_all=in_all)
    refusing.refusals(workbook, *decided(workbook, 9))

    assert least <= given[0] <= most
    assert given[1] >= 0.5
    assert given[2:] == [20.0, 20.0]


def test_progress_counts_letters_and_not_what_one_solve_finds() -> None:
    told: list[Progress] = []
    workbook = council()
    refusing.refusals(workbook, *decided(workbook, 9), watch=told.append)

    assert {each.stage.rpartition(": ")[2] for each in told} == {"0 of 2", "1 of 2"}
    assert {(each.fraction, each.value) for each in told} == {(0.0, None), (0.5, None)}
