"""Public data with provenance, and an illustrative case: what demo, docs and pictures run on."""

from importlib.resources import files
from pathlib import Path

from headwater.errors import InputError

DEFAULT = "us_it_2017"


def names() -> tuple[str, ...]:
    """Return the names of the samples, in alphabetical order."""
    return tuple(sorted(entry.name for entry in _home().iterdir() if _is_sample(entry)))


def path(name: str = DEFAULT) -> Path:
    """Return the folder of CSV files of one sample.

    Raises
    ------
    InputError
        When there is no sample of that name; the message lists those there are.
    """
    known = names()
    if name not in known:
        raise InputError(f"There is no sample {name!r}; choose one of: {', '.join(known)}.")
    return _home() / name


def case_names() -> tuple[str, ...]:
    """Return the names of the sample business cases, in alphabetical order."""
    home = _home() / "cases"
    return tuple(sorted(entry.name for entry in home.iterdir() if entry.is_dir()))


def case_path(name: str = "evening_library") -> Path:
    """Return the folder of CSV files of one sample business case.

    Raises
    ------
    InputError
        When there is no sample case of that name; the message lists those there are.
    """
    known = case_names()
    if name not in known:
        raise InputError(f"There is no sample case {name!r}; choose one of: {', '.join(known)}.")
    return _home() / "cases" / name


def _home() -> Path:
    return Path(str(files(__name__)))


def _is_sample(entry: Path) -> bool:
    return (entry / "projects.csv").is_file()
