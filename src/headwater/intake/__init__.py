"""The files people have, made into the vocabulary; every error names sheet, row and column."""

from headwater.intake.amounts import parse_amount, parse_range
from headwater.intake.mapping import parse_mapping
from headwater.intake.reading import inspect, read
from headwater.intake.template import template_rows, write_template

__all__ = [
    "inspect",
    "parse_amount",
    "parse_mapping",
    "parse_range",
    "read",
    "template_rows",
    "write_template",
]
