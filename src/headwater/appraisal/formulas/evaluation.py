"""Works a formula out, with whatever its names stand for."""

from collections.abc import Callable
from typing import Any, TypeAlias

from headwater.appraisal.formulas.arithmetic import Maths
from headwater.errors import InputError
from headwater.vocabulary.appraisal_formula import Node

Lookup: TypeAlias = Callable[[str, str], Any]
"""What a name stands for, given how it is used ("same", "previous", "total")."""


class UnknownValueError(Exception):
    """A formula uses a quantity whose value is not known; the result is not known either."""


def evaluate(node: Node, look: Lookup, maths: Maths, *, place: Any = 0.5) -> Any:
    """Work a formula out.

    Parameters
    ----------
    look
        Answers what a name stands for; may raise UnknownValueError.
    maths
        EXACT for decimals, FLOATS for floats and arrays.
    place
        Where in a range "3..5" the value is taken: 0 its low end, 1 its high one.

    Raises
    ------
    InputError
        If an operation has no finite result (a division by zero, say).
    UnknownValueError
        If a name that matters is not known. Of `if`, with a single truth, only the branch that
        holds matters.
    """
    if node.op == "number":
        return maths.number(node.text)
    if node.op == "name":
        return look(node.text, "same")
    if node.op == "call" and node.text in ("previous", "total"):
        return look(node.args[0].text, node.text)
    if node.op == "call" and node.text == "if":
        return _choose(node, look, maths, place)
    args = [evaluate(each, look, maths, place=place) for each in node.args]
    if node.op == "range":
        low, high = args
        if low > high:
            raise InputError("the range runs backwards; write the smaller number first")
        at = maths.number(str(place)) if isinstance(place, float | int) else place
        return maths.work_out("+", [low, maths.work_out("*", [high - low, at])])
    return maths.work_out(node.text if node.op == "call" else node.op, args)


def _choose(node: Node, look: Lookup, maths: Maths, place: Any) -> Any:
    """Take one branch of `if`; both where the truth differs from draw to draw."""
    truth = evaluate(node.args[0], look, maths, place=place)
    if getattr(truth, "ndim", 0):
        both = [evaluate(each, look, maths, place=place) for each in node.args[1:]]
        return maths.work_out("if", [truth, *both])
    return evaluate(node.args[1 if truth != 0 else 2], look, maths, place=place)
