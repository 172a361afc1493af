"""Public holidays of countries and their parts, through the `holidays` library."""

import warnings
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from headwater.errors import InputError


@lru_cache(maxsize=512)
def public_holidays(
    country: str, subdivision: str, first_year: int, last_year: int
) -> tuple[tuple[date, str], ...]:
    """Return the public holidays of the years, in order, observed days included.

    Years outside `known_years` have none.

    Parameters
    ----------
    country, subdivision
        ISO 3166 codes ("GB", "ENG"); subdivision "" is the country as a whole.

    Raises
    ------
    InputError
        If the library does not know the country or the subdivision.
    """
    import holidays

    first, last = known_years(country, subdivision)
    years = range(max(first, first_year), min(last, last_year) + 1)
    if not years:
        return ()
    with warnings.catch_warnings(record=True):  # `missing` tells them
        found = holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    return tuple(sorted((day, name) for day, name in found.items() if day.year in years))


@lru_cache(maxsize=512)
def known_years(country: str, subdivision: str = "") -> tuple[int, int]:
    """Return the first and the last year of which the public holidays are known.

    Raises
    ------
    InputError
        If the library does not know the country or the subdivision.
    """
    import holidays

    known = holidays.list_supported_countries()
    if country not in known:
        raise InputError(
            f"no public holidays are known for the country {country!r}; write its ISO 3166 code, "
            "such as GB or DE, or leave it empty and list own days"
        )
    if subdivision and subdivision not in known[country]:
        close = get_close_matches(subdivision, known[country], n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known[country])}"
        raise InputError(f"{country} has no subdivision {subdivision!r}; {mend}")
    entity: Any = holidays.country_holidays(country, subdiv=subdivision or None)
    return int(entity.start_year), int(entity.end_year)


@lru_cache(maxsize=4096)
def missing(country: str, subdivision: str, year: int) -> str:
    """Say what is not known of the public holidays of a year, as a sentence; "" when all is."""
    import holidays

    first, last = known_years(country, subdivision)
    if not first <= year <= last:
        return f"Public holidays of {country} are known from {first} to {last} only."
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        holidays.country_holidays(country, subdiv=subdivision or None, years=year)
    if not told:
        return ""
    return f"Not all public holidays of {country} in {year} are known ({told[0].message})"


def edition() -> str:
    """Return the version of the library, for the record of what a figure rests on."""
    return version("holidays")
