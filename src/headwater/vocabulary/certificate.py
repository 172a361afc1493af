"""What was checked about a recommended portfolio, and what each check found."""

from dataclasses import dataclass

from headwater.vocabulary.portfolio import Optimum


@dataclass(frozen=True, slots=True)
class Check:
    """One check: passed, failed (False), or not settled (None), with a sentence."""

    name: str
    passed: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """All checks of one optimum.

    Attributes
    ----------
    optimum
        What was checked.
    exact_value
        The value in exact fractions ("41/3").
    checks
        In the order in which they were made.
    """

    optimum: Optimum
    exact_value: str
    checks: tuple[Check, ...]
    doubts: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Sentences of the checks that failed; empty when nothing is wrong."""
        return tuple(check.text for check in self.checks if check.passed is False)

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Sentences of the checks that could not be finished."""
        return tuple(check.text for check in self.checks if check.passed is None)

    @property
    def sound(self) -> bool:
        """Whether no check failed."""
        return not self.faults

    @property
    def text(self) -> str:
        """Say in a sentence what the certificate amounts to."""
        if self.faults:
            return f"{len(self.faults)} of {len(self.checks)} checks failed."
        if self.unsettled:
            return (
                f"{len(self.checks) - len(self.unsettled)} of {len(self.checks)} checks passed, "
                f"none failed, and {len(self.unsettled)} could not be settled."
            )
        return f"All {len(self.checks)} checks passed."
