"""Which disagreements change the choice, and how a meeting's minutes follow from that."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contrast:
    """What one view of a criterion chooses that another does not.

    Attributes
    ----------
    one, other
        Whose views: names of people or groups; in hidden modes "the lower view" and "the
        higher view".
    weight_one, weight_other
        The criterion's weight in each, as a share of the whole.
    only_one, only_other
        Projects that are chosen under the one view and not under the other.
    """

    one: str
    other: str
    weight_one: float
    weight_other: float
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]

    @property
    def at_stake(self) -> int:
        """How many projects depend on it."""
        return len(self.only_one) + len(self.only_other)


@dataclass(frozen=True, slots=True)
class Matter:
    """One criterion on which views differ: whether that changes the choice, and where it turns.

    Attributes
    ----------
    contrasts
        Pairs of views that choose differently, most projects first; none: it changes nothing.
    projects
        All projects that depend on which view is taken.
    turns_at
        Weights of the criterion at which the choice changes, between the smallest and the largest
        view, to within a percentage point; as many as were looked for.
    minutes
        What the agenda proposes; 0: skip it.
    text
        A whole sentence.
    """

    criterion: str
    lowest: float
    highest: float
    contrasts: tuple[Contrast, ...]
    projects: tuple[str, ...]
    turns_at: tuple[float, ...]
    minutes: int
    text: str

    @property
    def matters(self) -> bool:
        """Say whether taking one view instead of another would change the choice."""
        return bool(self.contrasts)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about, in order, and what can be skipped.

    Attributes
    ----------
    matters
        All criteria; those that change the choice first, most projects first.
    text
        One or two whole sentences for the top of the page.
    solves
        How many portfolios were computed.
    doubts
        Whole sentences.
    """

    matters: tuple[Matter, ...]
    text: str
    solves: int
    doubts: tuple[str, ...] = ()
