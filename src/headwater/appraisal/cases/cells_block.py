"""A block of cells copied from a spreadsheet, read as new lines of a case."""

import re
from collections.abc import Sequence

from headwater.errors import InputError
from headwater.vocabulary.appraisal_cells import Place

NEW = "+"


def block_cells(
    text: str, *, option: str, kind: str, years: Sequence[int], after: int = 0
) -> dict[Place, str]:
    """Read a block copied from a spreadsheet as new lines: a name, then an amount a year.

    Parameters
    ----------
    text
        Rows of cells parted by tabs (or by two or more spaces). A first row of years says which
        years the columns are; without it they are `years` in their order.
    after
        How many new rows there are already.

    Raises
    ------
    InputError
        If there is nothing in it, or a row has more amounts than there are years.
    """
    rows = [re.split(r"\t|\s{2,}", line.strip("\r")) for line in text.split("\n") if line.strip()]
    rows = [[cell.strip() for cell in row] for row in rows]
    if (
        rows
        and (heads := [cell for cell in rows[0][1:] if cell])
        and all(re.fullmatch(r"(?:19|20|21)\d\d(?:[/-]\d\d)?", head) for head in heads)
    ):
        years = [int(head[:4]) for head in heads]
        rows = rows[1:]
    if not rows:
        raise InputError("There are no rows in what was pasted: copy names with their amounts.")
    found: dict[Place, str] = {}
    for number, row in enumerate(rows, after + 1):
        if len(row) - 1 > len(years):
            raise InputError(
                f"The row {row[0]!r} has {len(row) - 1} amounts for {len(years)} years: put a row "
                "of years above the block."
            )
        name = f"{NEW}{number}"
        found |= {("line", name, "name"): row[0], ("line", name, "option"): option,
                  ("line", name, "kind"): kind}  # fmt: skip
        for year, amount in zip(years, row[1:], strict=False):
            if amount:
                found["line", name, str(year)] = amount
    return found
