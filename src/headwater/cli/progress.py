"""A line on the terminal that says what is going on; silent where nobody watches."""

import sys
import time
from types import TracebackType
from typing import Self

import click

from headwater.vocabulary.progress import Progress

EVERY = 0.2  # seconds between two changes of the line


class Ticker:
    """One line on standard error, rewritten in place on a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._last = 0.0
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def say(self, stage: str) -> None:
        """Show a stage at once."""
        self.watch(Progress(stage))

    def watch(self, progress: Progress) -> None:
        """Show progress: the stage, how far, and the best so far with its gap."""
        now = time.monotonic()
        if not self._shown or (progress.stage == self._stage and now - self._last < EVERY):
            return
        self._last, self._stage = now, progress.stage
        parts = [progress.stage]
        if progress.fraction is not None:
            parts.append(f"{progress.fraction:.0%}")
        if progress.value is not None:
            parts.append(f"best so far {progress.value:,.4g}")
        if progress.gap is not None:
            parts.append(f"at most {progress.gap:.2%} better is possible")
        click.echo("\r\x1b[K" + ", ".join(parts), nl=False, err=True)
