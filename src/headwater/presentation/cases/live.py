"""A case's formulas as a spreadsheet writes them, each name as the cell that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.vocabulary.appraisal_formula import INDEX, YEAR, Node

COMPARISONS = ("<", ">", "<=", ">=", "=", "<>")
PLAIN = ("min", "max", "sum", "abs")


@dataclass(frozen=True, slots=True)
class Places:
    """Where names stand.

    Attributes
    ----------
    assumptions
        By key, the cell with the value, in the case's scale of money.
    rows
        By a line's key, the number of its row.
    sheet, first, last
        The sheet of the lines as formulas name it ("" for the sheet itself), and its first and
        last column of years, counted from 0.
    """

    assumptions: Mapping[str, str]
    rows: Mapping[str, int]
    first: int
    last: int
    year_row: int = 1
    index_row: int = 2


def written(node: Node, places: Places, column: int = 0) -> str:
    """Write a formula for the cell of one column of years; no = sign.

    A comparison is 1 or 0, a range its middle, as the engine has them.
    """
    args = [written(each, places, column) for each in node.args] if node.op != "call" else []
    match node.op:
        case "number":
            return node.text.replace("_", "")
        case "name":
            return _name(node.text, places, column)
        case "negative":
            return f"(-{args[0]})"
        case "percent":
            return f"({args[0]}/100)"
        case "range":
            return f"(({args[0]}+{args[1]})/2)"
        case "call":
            return _call(node, places, column)
        case sign if sign in COMPARISONS:
            return f"IF({args[0]}{sign}{args[1]},1,0)"
        case sign:
            return f"({args[0]}{sign}{args[1]})"


def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _name(name: str, places: Places, column: int) -> str:
    if name == YEAR:
        return f"{letters(column)}${places.year_row}"
    if name == INDEX:
        return f"{letters(column)}${places.index_row}"
    if name in places.assumptions:
        return places.assumptions[name]
    return f"N({letters(column)}{places.rows[name]})"


def _call(node: Node, places: Places, column: int) -> str:
    if node.text in ("previous", "total"):
        name = node.args[0].text
        if name in places.assumptions:
            return places.assumptions[name]
        row = places.rows[name]
        if node.text == "total":
            return f"SUM(${letters(places.first)}{row}:${letters(places.last)}{row})"
        return f"N({letters(column - 1)}{row})" if column > places.first else "0"
    args = [written(each, places, column) for each in node.args]
    match node.text:
        case "if":
            return f"IF({args[0]}<>0,{args[1]},{args[2]})"
        case "and" | "or":
            return f"IF({node.text.upper()}({','.join(f'{each}<>0' for each in args)}),1,0)"
        case "not":
            return f"IF({args[0]}<>0,0,1)"
        case "round":
            return f"ROUND({args[0]},{args[1] if len(args) > 1 else '0'})"
        case plain:
            return f"{plain.upper()}({','.join(args)})"
