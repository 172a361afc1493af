"""Number formats of native charts, in the language of spreadsheets."""

from collections.abc import Sequence

LARGE = '[>=1000000000]#,##0.0,,,"bn";[>=1000000]#,##0.0,,"m";#,##0'


def axis(kind: str, values: Sequence[float], *, logarithmic: bool = False) -> str:
    """Return the format of the numbers along an axis, from the values that it spans."""
    if kind == "percent":
        return "0%"
    if logarithmic:
        return "General" if max(values) < 1_000_000 else LARGE
    largest = max(map(abs, values), default=0.0)
    if largest >= 1_000_000:
        return LARGE
    return "#,##0" if largest > 5 else "0.0" if largest > 0.5 else "0.00"


def label(kind: str, values: Sequence[float]) -> str:
    """Return the format of the numbers beside marks; a spreadsheet has room for two conditions."""
    if kind == "percent":
        if 0 in values or 1 in values:
            return '[=0]0%;[<0.005]"<1%";0%'
        return '[>0.995]">99%";[<0.005]"<1%";0%'
    largest = max(map(abs, values), default=0.0)
    if largest >= 1_000_000:
        return LARGE
    if largest >= 1000 or all(value == int(value) for value in values):
        return "#,##0"
    if largest >= 20:
        return "#,##0.0"
    return "0.0" if largest >= 2 else "0.00"
