"""Numbers as people type them into the forms of this room."""

from math import isfinite

from headwater.errors import InputError

LONGEST = 40


def number_typed(text: str, what: str = "") -> float | None:
    """Read a number with a point or a comma, any minus sign, and perhaps %; None where blank.

    Raises
    ------
    InputError
        If it is no finite number; the message names `what`, where it is given.
    """
    plain = text.strip().replace("\N{MINUS SIGN}", "-").removesuffix("%").strip()
    if not plain:
        return None
    try:
        number = float(plain if "." in plain else plain.replace(",", ".", 1))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        shown = repr(text.strip()[:LONGEST])
        said = f"The {what} must be a number, not {shown}" if what else f"{shown} is not a number"
        raise InputError(f"{said}; write one such as 12.5.")
    return number
