"""Formulas are read into trees; what is none is told where it goes wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.vocabulary.appraisal_formula import Node, key, names, parse


def written(node: Node) -> str:
    """Write a tree with every bracket, so that its order can be seen."""
    if node.op in ("number", "name"):
        return node.text
    inner = [written(each) for each in node.args]
    if node.op == "call":
        return f"{node.text}({','.join(inner)})"
    return f"({inner[0]}{node.op}{inner[1]})" if len(inner) == 2 else f"{node.op}({inner[0]})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "(1+(2*3))"),
        ("(1 + 2) * 3", "((1+2)*3)"),
        ("-2 ^ 2", "negative((2^2))"),
        ("2 ^ 3 ^ 2", "(2^(3^2))"),
        ("2 ^ -1", "(2^negative(1))"),
        ("8 / 4 / 2", "((8/4)/2)"),
        ("8 - 4 - 2", "((8-4)-2)"),
        ("=staff * wage", "(staff*wage)"),
        ("[Hourly wage (GBP)] * t", "(hourly_wage_gbp*t)"),
        ("3 %", "percent(3)"),
        ("IF(year >= 2028, MAX(a; b), 0)", "if((year>=2028),max(a,b),0)"),
        ("3..5", "(3range5)"),
        ("-3.5..1e2", "(negative(3.5)range1e2)"),
        ("previous(loans) + total(fees)", "(previous(loans)+total(fees))"),
        ("a × b ÷ c − d", "(((a*b)/c)-d)"),
        ("a <> b", "(a<>b)"),
        ("Über * 2", "(über*2)"),
        (".5 + 1_000", "(.5+1000)"),
    ],
)
def test_what_binds_tighter(text: str, expected: str) -> None:
    assert written(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the formula is empty"),
        ("=", "the formula is empty"),
        ("1 +", "ends where a number or a name was expected"),
        ("staff * * wage", "at character 9: expected a number or a name, found '\\*'"),
        ("(1 + 2", "the bracket at character 1 is not closed"),
        ("1 + 2)", "at character 6, before '\\)': a bracket is closed"),
        ("staff wage", "at character 7, before 'wage': expected a sign"),
        ("median(1, 2)", "no function 'median'; there are: min, max"),
        ("if(1, 2)", "if takes 3 arguments, not 2"),
        ("a & b", "at character 3: '&' cannot stand in a formula"),
        ("__import__(1)", "no function '__import__'"),
        ("a.b", "at character 2: '.' cannot stand"),
        ("total(1 + a)", "total takes the name of a line"),
        ("a..5", "a range has a number on both sides"),
        ("1,200", "at character 2, before ',': expected a sign"),
        ("(" * 80 + "1" + ")" * 80, "nests at most 60 deep"),
        ("-" * 80 + "1", "nests at most 60 deep"),
        ("1+" * 1500 + "1", "at most 2000 characters"),
    ],
)
def test_what_is_no_formula_says_where(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse(text)


def test_names_say_how_they_are_used() -> None:
    found = set(names(parse("staff * [Hourly  Wage] + previous(loans) - total(fees) + year + t")))
    assert found == {
        ("staff", "same"),
        ("hourly_wage", "same"),
        ("loans", "previous"),
        ("fees", "total"),
    }


def test_names_are_the_same_however_they_are_written() -> None:
    assert key("Hourly wage") == key("hourly_wage") == key("  HOURLY   WAGE ") == "hourly_wage"


@given(st.text(alphabet="ab1.+-*/^()<>=%,; []if_max\"'$\\", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(parse(text), Node)
    except InputError as error:
        assert str(error)
