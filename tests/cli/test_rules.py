"""`headwater rules`: what each decision rule would choose."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from headwater.cli.main import main

ROWS = "name,cost,benefit\nTram,5,9\nFerry,3,6\nQuay,5,0..30\n"
"""By the middle the Quay and the Ferry are best; at worst the Quay brings nothing."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "rivermouth.csv"
    path.write_text(ROWS)
    return path


def test_each_rule_is_told_with_its_meaning_and_what_it_moves(source: Path) -> None:
    result = CliRunner().invoke(main, ["rules", str(source), "--budget", "8"])

    assert result.exit_code == 0, result.output
    assert "Highest expected value: of all portfolios" in result.output
    assert "It holds Ferry, Quay." in result.output
    worst = result.output[result.output.index("Best worst case") :]
    assert "in:  Tram" in worst
    assert "out: Quay" in worst


def test_one_rule_alone_as_json(source: Path) -> None:
    asked = ["rules", str(source), "--budget", "8", "--rule", "maximin", "--json"]

    found = json.loads(CliRunner().invoke(main, asked).stdout)

    assert [each["rule"] for each in found["rules"]] == ["maximin"]
    assert sorted(found["rules"][0]["chosen"]) == ["Ferry", "Tram"]
    assert found["rules"][0]["worst"] == 15
