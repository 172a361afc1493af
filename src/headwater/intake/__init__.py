"""The files people have, made into the vocabulary; every error names sheet, row and column."""

from headwater.intake.amounts import parse_amount, parse_range
from headwater.intake.ballots import read_judgements
from headwater.intake.cases import (
    case_template_rows,
    holds_cases,
    inspect_case,
    read_case,
    read_cases,
    write_case,
    write_case_template,
)
from headwater.intake.futures import read_futures
from headwater.intake.mapping import parse_mapping
from headwater.intake.reading import inspect, read
from headwater.intake.template import template_rows, write_template

__all__ = [
    "case_template_rows",
    "holds_cases",
    "inspect",
    "inspect_case",
    "parse_amount",
    "parse_mapping",
    "parse_range",
    "read",
    "read_case",
    "read_cases",
    "read_futures",
    "read_judgements",
    "template_rows",
    "write_case",
    "write_case_template",
    "write_template",
]
