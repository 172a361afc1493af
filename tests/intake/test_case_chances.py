"""The sheets of chances: correlations, shocks, rights; each fault names its cell and mend."""

from pathlib import Path

import pytest

from headwater.errors import InputError
from headwater.intake.cases import inspect_case, read_case
from headwater.intake.cases.reading import digest_of
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.shapes import from_json, to_json

SHEETS = {
    "case": "field,value\nname,Evening opening\nmoney,GBP thousand\nbase year,2026\n",
    "options": "id,role\nusual,business_as_usual\nbuild,do_something\n",
    "assumptions": "name,value,low,high\nhourly wage,20,18,24\nvisits,900,700,1200\n",
    "cash_flows": "option,line,name,kind,2026\nbuild,works,Building works,capex,400\n",
    "risks": "id,text,option,probability,impact\nground,Wet ground,build,0.2,50\n",
}


def folder(at: Path, **more: str) -> Path:
    for name, text in {**SHEETS, **more}.items():
        (at / f"{name}.csv").write_text(text)
    return at


def test_names_may_be_of_assumptions_lines_and_risks(tmp_path: Path) -> None:
    case = read_case(
        folder(
            tmp_path,
            correlations="first,second,correlation,source\nHourly wage,visits,0.3,Survey\n",
            shocks="shock,quantity,loading\nprices,Building works,0.7\nPrices,ground,50%\n",
            rights="id,kind,option,amount,share,first,last,volatility\n"
            "wait,delay,build,,,2027,2030,20%\nmore,expand,build,200,50%,,,\n",
        )
    ).case
    assert case is not None
    assert [(c.first, c.second, c.value) for c in case.correlations] == [
        ("Hourly wage", "visits", 0.3)
    ]
    assert case.correlations[0].provenance.source == "Survey"
    assert dict(case.shocks[0].loadings) == {"Building works": 0.7, "ground": 0.5}
    assert [(each.kind, each.volatility, each.share) for each in case.rights] == [
        ("delay", 0.2, None),
        ("expand", None, 0.5),
    ]
    assert from_json(BusinessCase, to_json(case)) == case


@pytest.mark.parametrize(
    ("sheet", "text", "said"),
    [
        ("correlations", "first,second,correlation\nwages,visits,0.3\n", "no assumption, line or"),
        ("correlations", "first,second,correlation\nvisits,Visits,0.3\n", "with itself"),
        ("correlations", "first,second,correlation\nvisits,works,1.3\n", "from -1 to 1"),
        ("correlations", "first,second,correlation\nvisits,works,\n", "it is blank"),
        (
            "correlations",
            "first,second,correlation\nvisits,works,0.1\nBuilding works,visits,0.2\n",
            "rows 2 and 3 state the same pair",
        ),
        ("shocks", "shock,quantity,loading\n,visits,0.3\n", "has no name"),
        ("shocks", "shock,quantity,loading\na,visits,0.8\nb,visits,0.7\n", "sum to 1.13"),
        ("shocks", "shock,quantity,loading\na,works,0.3\na,Building works,0.2\n", "twice"),
        ("rights", "id,kind\nwait,dely\n", "did you mean 'delay'"),
        ("rights", "id,kind,amount\nmore,expand,200\n", "by how much the benefits grow"),
        ("rights", "id,kind,first,last\nwait,delay,2030,2028\n", "before it begins"),
        ("rights", "id,kind,volatility\nwait,delay,-3\n", "volatility of -3 cannot be"),
    ],
)  # fmt: skip
def test_a_fault_names_its_sheet_and_says_the_mend(
    sheet: str, text: str, said: str, tmp_path: Path
) -> None:
    problems = inspect_case(folder(tmp_path, **{sheet: text})).problems

    assert [each.sheet for each in problems] == [sheet]
    assert said in str(problems[0])


def test_the_record_itself_refuses_what_is_not_there() -> None:
    case = {"id": "c", "name": "C", "options": (Option("a", "A"),)}
    line = CashLine("works", "a", "capex")
    with pytest.raises(InputError, match="'wages', which is no assumption, line or risk"):
        BusinessCase(**case, lines=(line,), shocks=(CommonShock("pay", {"wages": 0.5}),))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="works itself is stated twice"):
        BusinessCase(
            **case,  # type: ignore[arg-type]
            lines=(line,),
            correlations=(RankCorrelation("works", "Works", 0.5),),
        )
    with pytest.raises(InputError, match="right 'stop' belongs to the option 'b'"):
        BusinessCase(**case, rights=(Right("stop", "abandon", "b"),))  # type: ignore[arg-type]


def test_a_case_without_them_keeps_its_digest(tmp_path: Path) -> None:
    case = read_case(folder(tmp_path)).case
    assert case is not None
    old = {k: v for k, v in to_json(case).items() if k not in ("correlations", "shocks", "rights")}
    assert digest_of(from_json(BusinessCase, old)) == digest_of(case)
    waiting = from_json(BusinessCase, {**old, "rights": [{"id": "wait", "kind": "delay"}]})
    assert digest_of(waiting) != digest_of(case)
