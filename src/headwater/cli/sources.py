"""What commands are given: tables of projects, or a folder of business cases."""

from pathlib import Path

from headwater.errors import InputError
from headwater.vocabulary.workbook import Workbook


def read_workbook(source: Path, mapping: str = "") -> Workbook:
    """Read tables of projects; of a folder of business cases, make one project a case.

    Raises
    ------
    InputError
        If it cannot be read; names sheet, row and column.
    """
    from headwater import intake

    if intake.holds_cases(source):
        from headwater import appraisal

        readings = intake.read_cases(source).values()
        return appraisal.into_workbook([each.case for each in readings if each.case is not None])
    workbook = intake.read(source, mapping=intake.parse_mapping(mapping)).workbook
    if workbook is None:
        raise InputError(f"{source} could not be read")
    return workbook
