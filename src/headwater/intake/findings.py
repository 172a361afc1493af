"""What turns up while tables are read: faults, notes, and what was left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from headwater.vocabulary.intake import Fault

SHOWN = 10


@dataclass(slots=True)
class Findings:
    """Collects what the reader of a file must be told; sentences name things, not positions."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def fault(self, sheet: str, row: int, column: str, message: str) -> None:
        """Record something that must be mended."""
        self.faults.append(Fault(sheet, row, column, message))

    def note(self, sentence: str) -> None:
        """Record how something was read."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def ignore(self, sentence: str) -> None:
        """Record that something was seen and not used."""
        if sentence not in self.ignored:
            self.ignored.append(sentence)


def listed(names: Iterable[str], *, shown: int = SHOWN) -> str:
    """Name the first few in alphabetical order, and how many more there are."""
    order = sorted(names, key=lambda name: (name.casefold(), name))
    more = len(order) - shown
    return ", ".join(order[:shown]) + (f" and {more:,} more" if more > 0 else "")


def closest(wanted: str, known: Iterable[str]) -> str:
    """Return '; did you mean ...?' with the known name most like the wanted one, else ''."""
    by_fold = {name.casefold(): name for name in sorted(known)}
    if len(by_fold) > 5_000:  # comparing with every name would take too long
        start = wanted.casefold()[:3]
        by_fold = {fold: name for fold, name in by_fold.items() if fold.startswith(start)}
    near = get_close_matches(wanted.casefold()[:200], list(by_fold)[:5_000], n=1, cutoff=0.5)
    return f"; did you mean {by_fold[near[0]]!r}?" if near else ""
