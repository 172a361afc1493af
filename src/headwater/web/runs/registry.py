"""What can be run: each room names its kinds of run when its application is ready."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from headwater.errors import InputError
from headwater.vocabulary.progress import Watcher
from headwater.web.runs.models import Run

Result: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """An answer that is a file: what is said of it, and its bytes, which are kept apart."""

    result: Result
    content: bytes


Lane: TypeAlias = Literal["runs", "looks", "papers"]
"""Where a kind of run waits: each lane has places to compute of its own, so that a look never
waits behind a run that takes an hour, nor behind a bundle that takes minutes to write."""
MAY: dict[Lane, str] = {"runs": "run", "looks": "read", "papers": "download"}
"""What a person must be allowed to do to start or stop a run of each lane."""
Work: TypeAlias = Callable[[dict[str, Any], Watcher], Result | Made | Iterator[Result]]
"""Inputs and a watcher to a result; both plain JSON. It runs in a process of its own, where it
must not touch the database: all it needs is in its inputs. Where it yields, each is the result
so far, shown while the rest is computed; the last is the answer. What stands under "said" in one,
as sentences, is shown on the page of the run."""
Show: TypeAlias = Callable[[Result], None]
Fill: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""Inputs as kept to inputs as the work takes them, where another run already keeps a large part.
It runs in the worker, with the database, before the work starts."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of run.

    Attributes
    ----------
    result_url
        The address of the page that shows a result.
    fill
        Adds what other runs keep to the inputs, for the work.
    lane
        "looks" for one that only looks again at what another run found: whoever may read may
        start one. "papers" for one that writes a file of it: whoever may take papers away may.
    """

    name: str
    work: Work
    result_url: Callable[[Run], str] | None = None
    fill: Fill | None = None
    lane: Lane = "runs"

    @property
    def may(self) -> str:
        """What a person must be allowed to do to start or stop one."""
        return MAY[self.lane]


_KINDS: dict[str, Kind] = {}
_LOADS: list[Callable[[], None]] = []


def register(
    name: str,
    work: Work,
    *,
    result_url: Callable[[Run], str] | None = None,
    fill: Fill | None = None,
    lane: Lane = "runs",
) -> None:
    """Name a kind of run; call it once, in the ``ready`` of a room's AppConfig."""
    if name in _KINDS:
        raise ValueError(f"two kinds of run bear the name {name!r}")
    _KINDS[name] = Kind(name, work, result_url, fill, lane)


def when_warm(load: Callable[[], None]) -> None:
    """Name something that looks need loaded; called in the process that waits for them."""
    _LOADS.append(load)


def get_ready() -> None:
    """Load what looks need."""
    for load in _LOADS:
        load()


def kinds(*lanes: Lane) -> tuple[str, ...]:
    """Return the names of the kinds that wait in these lanes."""
    return tuple(sorted(each.name for each in _KINDS.values() if each.lane in lanes))


def beside() -> tuple[str, ...]:
    """Return the names of the kinds that work on what another run found: looks and papers."""
    return kinds("looks", "papers")


def filled(name: str, inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs as the work takes them.

    Raises
    ------
    InputError
        If what they point at is not there any more, or there is no such kind.
    """
    fill = find(name).fill
    return inputs if fill is None else fill(inputs)


def answer(name: str, inputs: dict[str, Any], watch: Watcher, show: Show) -> Result | Made:
    """Do the work and return the answer; `show` is given each result so far."""
    found = find(name).work(inputs, watch)
    if isinstance(found, dict | Made):
        return found
    result: Result = {}
    for result in found:
        show(result)
    return result


def find(name: str) -> Kind:
    """Return the kind of that name.

    Raises
    ------
    InputError
        If no room has named it; the message lists those there are.
    """
    try:
        return _KINDS[name]
    except KeyError:
        known = ", ".join(sorted(_KINDS)) or "none"
        raise InputError(f"there is no kind of run {name!r}; there are: {known}") from None


def may(run: Run) -> str:
    """Return what a person must be allowed to do to stop a run or to try it again."""
    kind = _KINDS.get(run.kind)
    return kind.may if kind else "run"


def result_url(run: Run) -> str:
    """Return the address of the page that shows a finished run's result; '' if there is none."""
    kind = _KINDS.get(run.kind)
    return kind.result_url(run) if kind and kind.result_url else ""
