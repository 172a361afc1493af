"""Business cases as people write them: a workbook (or a folder of CSV files) of a few sheets."""

from headwater.intake.cases.reading import holds_cases, inspect_case, read_case, read_cases
from headwater.intake.cases.template import case_template_rows, write_case_template
from headwater.intake.cases.writing import write_case

__all__ = [
    "case_template_rows",
    "holds_cases",
    "inspect_case",
    "read_case",
    "read_cases",
    "write_case",
    "write_case_template",
]
