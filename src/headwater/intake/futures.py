"""A table of futures: a row a project, a column a future, and perhaps a row of probabilities."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO

from headwater.errors import InputError
from headwater.intake.figures import NotANumberError, figure
from headwater.vocabulary.risk import Outcomes

CHANCE = ("probability", "probabilities", "chance", "likelihood")
MOST_FUTURES = 500
MOST_CHARACTERS = 5_000_000


def read_futures(text: str, *, projects: Mapping[str, str], unit: str = "") -> Outcomes:
    """Read what each project brings in each future, as pasted from a sheet or out of a CSV file.

    Parameters
    ----------
    projects
        Name of each project by id; rows may give either.
    unit
        What a value of 1 is, in words.

    Raises
    ------
    InputError
        If a row, column or number cannot be used, or a project is missing; it says which.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"the futures are longer than {MOST_CHARACTERS:,} characters; send fewer")
    rows = [row for row in _rows(text) if any(row)]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise InputError(
            "write the futures as a table: a first row 'project, Good year, Bad year', then a row "
            "for each project with what it brings in each"
        )
    labels = tuple(rows[0][1:])
    if len(labels) > MOST_FUTURES:
        raise InputError(f"there are {len(labels):,} futures; {MOST_FUTURES} are the most")
    if not all(labels):
        raise InputError("every future needs a name in the first row; one is blank")
    called = Counter(name.casefold() for name in projects.values())
    ids = {name.casefold(): id_ for id_, name in projects.items() if called[name.casefold()] == 1}
    ids |= {id_.casefold(): id_ for id_ in projects}
    values: dict[str, tuple[float, ...]] = {}
    chances: tuple[float, ...] | None = None
    for number, row in enumerate(rows[1:], start=2):
        told = _numbers(row, labels, number)
        key = row[0].casefold()
        if key in CHANCE and key not in ids:
            chances = told
        elif called[key] > 1 and key not in ids:
            raise InputError(f"row {number}: several projects are called {row[0]!r}; write the id")
        elif key not in ids:
            raise InputError(f"row {number}: there is no project {row[0]!r}; add it or mend it")
        elif ids[key] in values:
            raise InputError(f"row {number}: {row[0]!r} stands in two rows; keep one")
        else:
            values[ids[key]] = told
    if missing := sorted(set(projects) - set(values), key=lambda id_: projects[id_]):
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InputError(
            f"{projects[missing[0]]}{more} has no row; give each project one (0 where it brings "
            f"nothing)"
        )
    even = (1.0 / len(labels),) * len(labels)
    return Outcomes(labels, even if chances is None else _whole(chances), values, unit)


def _rows(text: str) -> list[list[str]]:
    first = text.lstrip("\ufeff\n\r").partition("\n")[0]
    mark = max("\t;,", key=first.count)
    try:
        found = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=mark, strict=True))
    except csv.Error as error:
        raise InputError(f"the table of futures cannot be read: {error}") from None
    return [[cell.strip() for cell in row] for row in found]


def _numbers(row: Sequence[str], labels: Sequence[str], number: int) -> tuple[float, ...]:
    if len(row) != len(labels) + 1:
        raise InputError(
            f"row {number} ({row[0]!r}) holds {len(row) - 1} numbers; there are {len(labels)} "
            f"futures"
        )
    found = []
    for label, cell in zip(labels, row[1:], strict=True):
        try:
            read = figure(cell)
        except NotANumberError as error:
            raise InputError(f"row {number}, {label}: {error}") from None
        if read is None or read.low != read.high:
            raise InputError(f"row {number}, {label}: write one number, not {cell!r}")
        if read.currency or read.scale:
            raise InputError(f"row {number}, {label}: write a plain number, not {cell!r}")
        found.append(read.low)
    return tuple(found)


def _whole(chances: tuple[float, ...]) -> tuple[float, ...]:
    """Return chances that were written in per cent without the sign as parts of 1."""
    return tuple(each / 100 for each in chances) if abs(sum(chances) - 100) < 1e-9 else chances
