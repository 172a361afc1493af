"""Public holidays of countries and their parts, through the `holidays` library."""

from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from importlib.metadata import version

from headwater.errors import InputError


@lru_cache(maxsize=512)
def public_holidays(
    country: str, subdivision: str, first_year: int, last_year: int
) -> tuple[tuple[date, str], ...]:
    """Return the public holidays of the years, in order, observed days included.

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
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=range(first_year, last_year + 1)
    )
    return tuple(sorted(found.items()))


def edition() -> str:
    """Return the version of the library, for the record of what a figure rests on."""
    return version("holidays")
