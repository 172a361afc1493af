"""Formulas worked out: in exact decimals, or in floats for thousands of draws at once."""

from headwater.appraisal.formulas.arithmetic import EXACT, FLOATS, Maths
from headwater.appraisal.formulas.dimensions import LITERAL, UNKNOWN, Dimension, check, unit
from headwater.appraisal.formulas.evaluation import Lookup, UnknownValueError, evaluate

__all__ = [
    "EXACT",
    "FLOATS",
    "LITERAL",
    "UNKNOWN",
    "Dimension",
    "Lookup",
    "Maths",
    "UnknownValueError",
    "check",
    "evaluate",
    "unit",
]
