"""Files that runs made: how long they are kept, and reading one."""

from datetime import timedelta

from django.utils import timezone

from headwater.web.runs.models import Run, RunFile, State

KEPT = timedelta(days=30)
"""After this a file is forgotten; asked for again, it is made again."""
FORGET_EVERY = 3_600.0  # seconds


def size_of(run: Run) -> int | None:
    """Return the bytes of the file that a run made; None where there is none, or no more."""
    if run.state != State.DONE:
        return None
    return RunFile.objects.filter(run=run).values_list("size", flat=True).first()


def content_of(run: Run) -> bytes | None:
    """Return the file that a run made; None where there is none, or no more."""
    found = RunFile.objects.filter(run=run).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def forget_old() -> int:
    """Forget the files that were kept long enough; return how many rows went."""
    return RunFile.objects.filter(made__lt=timezone.now() - KEPT).delete()[0]
