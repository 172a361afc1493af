"""`headwater appraise --draws --drives`: chances and drivers in words and as JSON."""

import json
from pathlib import Path

from click.testing import CliRunner

from headwater import samples
from headwater.cli.appraising import appraise


def test_chances_and_drivers_are_told() -> None:
    given = [str(samples.case_path()), "--draws", "512", "--drives", "--seed", "3"]
    said = CliRunner().invoke(appraise, given)
    assert said.exit_code == 0, said.output
    for words in (
        "against business as usual", "512 draws, scrambled Sobol, seed 3", "A loss has the",
        "What drives it", "worth of a visit: at 3.41", "Worth finding out before deciding",
    ):  # fmt: skip
        assert words in said.output
    assert said.output == CliRunner().invoke(appraise, given).output


def test_rights_to_decide_later_are_told() -> None:
    given = [str(samples.case_path()), "--draws", "2048"]
    said = CliRunner().invoke(appraise, given).output
    assert "What deciding later is worth, beyond deciding now" in said
    assert "wait (delay, 2027 to 2029): GBP" in said
    assert "thousand by simulation, GBP" in said
    assert "on a lattice; used with the probability" in said
    found = json.loads(CliRunner().invoke(appraise, [*given, "--json"]).stdout)["rights"]
    assert [each["right"]["id"] for each in found] == ["stop evenings", "second hall", "wait"]
    assert all(each["simulated"]["worth"]["value"] > 0 for each in found)


def test_json_holds_the_records() -> None:
    said = CliRunner().invoke(appraise, [str(samples.case_path()), "--draws", "512", "--json"])
    assert said.exit_code == 0, said.output
    found = json.loads(said.stdout)["chances"][0]
    assert set(found["npv"]["percentiles"]) == {"10", "50", "80", "90"}
    assert found["npv"]["mean"]["error"] > 0
    assert len(found["digest"]) == 64
    assert "drivers" not in json.loads(said.stdout)


def test_draws_that_cannot_be() -> None:
    said = CliRunner().invoke(appraise, [str(samples.case_path()), "--draws", "3"])
    assert said.exit_code != 0
    assert "3 draws cannot be" in str(said.exception)


def folder(at: Path, shocks: str, money: str = "GBP") -> Path:
    for name, unit in (("east", "GBP"), ("west", money)):
        case = at / name
        case.mkdir(parents=True)
        (case / "case.csv").write_text(f"field,value\nname,{name}\nmoney,{unit}\nbase year,2026\n")
        (case / "options.csv").write_text("id,role\nbuild,do_something\n")
        (case / "assumptions.csv").write_text("name,value,low,high\nrent,100,80,130\n")
        (case / "cash_flows.csv").write_text(
            "option,line,kind,2027\nbuild,income,cash_benefit,rent * 3\nbuild,works,capex,250\n"
        )
        (case / "shocks.csv").write_text(f"shock,quantity,loading\n{shocks},rent,0.9\n")
    return at


def test_cases_with_the_same_shock_are_told_together(tmp_path: Path) -> None:
    said = CliRunner().invoke(appraise, [str(folder(tmp_path / "a", "market")), "--draws", "2048"])
    assert said.exit_code == 0, said.output
    assert "All 2 cases together" in said.output
    assert "The shock 'market' strikes 2 cases: east, west." in said.output
    assert "Worked out as a sum of" in said.output
    found = CliRunner().invoke(appraise, [str(tmp_path / "a"), "--draws", "2048", "--json"])
    both = json.loads(found.stdout)["together"]
    assert both["npv"]["deviation"]["value"] > 1.2 * both["apart"]


def test_cases_in_different_money_are_not_added_up(tmp_path: Path) -> None:
    at = folder(tmp_path / "b", "market", money="EUR")
    said = CliRunner().invoke(appraise, [str(at), "--draws", "512"])
    assert "different money (EUR, GBP), so their chances are not added up" in said.output
