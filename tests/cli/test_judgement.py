"""`headwater judgement`: what it prints, and how it says no."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from headwater.cli.main import main
from headwater.intake.synonyms import METHODS as READ
from headwater.judgement import METHODS
from headwater.samples import __path__ as samples
from headwater.vocabulary.intake import COMPARING_METHODS, JUDGEMENT_METHODS

SAMPLE = Path(next(iter(samples))) / "us_it_2017"
CHAIR = """leader,method,left,right,answer
Amara,ahp,safety,cost,3
Amara,ahp,safety,speed,5
Amara,ahp,cost,speed,2
"""
CIRCLE = """leader,method,left,right,answer
Amara,ahp,cost,speed,5
Amara,ahp,speed,safety,5
Amara,ahp,cost,safety,1/5
"""


@pytest.fixture
def run(tmp_path: Path):
    def _run(*arguments: str, **files: str) -> Result:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text)
        paths = [str(tmp_path / each) if each.endswith(".csv") else each for each in arguments]
        return CliRunner().invoke(main, ["judgement", *paths])

    return _run


def swing(leader: str, *points: int) -> str:
    names = ("safety", "cost", "speed")
    return "".join(f"{leader},swing,{n},,{p}\n" for n, p in zip(names, points, strict=True))


HEAD = "leader,method,left,right,answer\n"


def test_priorities_are_listed_largest_first(run) -> None:
    result = run("priorities", "chair.csv", chair=CHAIR)
    assert result.exit_code == 0
    assert result.output.splitlines()[:3] == [" 64.8%  safety", " 23.0%  cost", " 12.2%  speed"]


def test_what_pulls_against_each_other_is_told_with_its_mend(run) -> None:
    result = run("priorities", "circle.csv", circle=CIRCLE)
    assert "Amara, worth a second look" in result.output
    assert "safety against cost is 5 and speed against safety is 5" in result.output
    assert "consistency ratio would fall from" in result.output
    found = json.loads(run("priorities", "circle.csv", "--json", circle=CIRCLE).output)
    assert found["feedback"]["Amara"][0]["kind"] == "contradiction"
    assert found["priorities"]["weights"]["centre"] == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (CHAIR.replace("5\n", "30\n"), "'safety' to 'speed' is 30; the scale runs from 1/9"),
        (CHAIR.replace("ahp,cost", "magic,cost"), "row 4, column method: 'magic' is no method"),
        (CHAIR.replace("cost,speed,2", "cost,,2"), "ahp compares two"),
        (HEAD, "has no judgements yet"),
        ("leader,method\nAmara,ahp\n", "left"),
    ],
)
def test_errors_name_the_place_and_the_mend(run, text: str, message: str) -> None:
    result = run("priorities", "chair.csv", chair=text)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_an_unknown_leader_or_file_is_named(run, tmp_path: Path) -> None:
    result = run("priorities", "chair.csv", "--leader", "Ben", chair=CHAIR)
    assert (result.exit_code, "who did: Amara" in result.output) == (2, True)
    assert run("priorities", "missing.csv").exit_code == 2


def test_names_that_look_like_one_criterion_are_pointed_out(run) -> None:
    text = HEAD + swing("Amara", 100, 50, 20) + swing("Dev", 90, 100, 20).replace("safety", "Safty")
    result = run("priorities", "both.csv", both=text)
    assert "are read as two criteria" in result.output


def test_consensus_tells_what_moved_between_rounds(run) -> None:
    first = (
        HEAD
        + swing("Amara", 100, 10, 10)
        + swing("Dev", 10, 100, 10)
        + swing("Chioma", 10, 10, 100)
    )
    last = (
        HEAD + swing("Amara", 100, 80, 50) + swing("Dev", 90, 100, 50) + swing("Chioma", 80, 80, 60)
    )
    result = run("consensus", "first.csv", "last.csv", first=first, last=last)
    assert result.exit_code == 0
    assert "very high" in result.output
    assert "Since the round before" in result.output
    assert "of the answers moved towards each other; ask once more." in result.output
    lonely = run("consensus", "one.csv", one=HEAD + swing("Amara", 1, 2, 3))
    assert (lonely.exit_code, "nobody to agree with" in lonely.output) == (2, True)


def test_hidden_modes_show_nothing_below_five_and_no_names(run) -> None:
    few = HEAD + swing("Amara", 100, 10, 10) + swing("Dev", 10, 100, 10)
    result = run("priorities", "few.csv", "--mode", "anonymous", few=few)
    assert result.exit_code == 0
    assert result.output.count("Fewer than 5 answered") == 3
    sample = run("priorities", str(SAMPLE / "judgements.csv"), "--mode", "confidential")
    assert "officer" not in sample.output
    assert "lies above 14%" in sample.output
    refused = run("disagreement", str(SAMPLE), "few.csv", "--budget", "2500", "--mode", "anonymous")
    assert refused.exit_code in (2, 3)


def test_disagreement_of_the_sample_says_what_to_talk_about_and_what_to_skip(run) -> None:
    result = run("disagreement", str(SAMPLE), "--budget", "2500", "--minutes", "40")
    assert result.exit_code == 0
    assert result.output.startswith("Talk about The organization runs lean and well (")
    assert "skip it" in result.output
    pair = r"\n {9}(\w[^\n]*) gives it \d+%, [^\n]+ \d+%:\n {11}\1 alone would choose \w"
    assert re.search(pair, result.output)
    hidden = run("disagreement", str(SAMPLE), "--budget", "2500", "--mode", "anonymous", "--json")
    said = json.loads(hidden.output)
    assert len(said["published"]) == 7
    assert "officer" not in hidden.output.casefold().replace("office of", "")


def test_every_method_of_the_rack_can_be_read_from_a_table() -> None:
    assert tuple(METHODS) == JUDGEMENT_METHODS
    assert set(READ) == set(METHODS)
    always = {name for name, method in METHODS.items() if 1 not in method.NAMES}
    assert always == set(COMPARING_METHODS)


@pytest.mark.parametrize("method", list(METHODS))
def test_each_method_from_a_file(run, method: str) -> None:
    rows = {
        "best_worst": "Amara,best-worst,a,b,2\nAmara,bwm,a,c,6\nAmara,best_worst,b,c,3\n",
        "tradeoff": "Amara,trade-off,a,b,2..100\nAmara,tradeoff,b,c,0.5..2\n",
    }
    single = "".join(f"Amara,{method},{n},,{p}\n" for n, p in zip("abc", (3, 2, 1), strict=True))
    pairs = f"Amara,{method},a,b,2\nAmara,{method},b,c,3\n"
    text = rows.get(method) or (single if 1 in METHODS[method].NAMES else pairs)
    result = run("priorities", "m.csv", "--json", m=HEAD + text)
    assert result.exit_code == 0, result.output
    assert sum(json.loads(result.output)["priorities"]["weights"]["centre"]) == pytest.approx(1)
