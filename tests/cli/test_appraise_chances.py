"""`headwater appraise --draws --drives`: chances and drivers in words and as JSON."""

import json

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
