"""All letters of a pack in one file: written beside the page, kept, taken away.

Hundreds of letters take minutes to set, so the files are runs of their own in the lane of papers.
A file is kept under what it was made of; where that changes, or the file was kept long enough,
it is made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.presentation import packs
from headwater.presentation.methods import no_pack as method
from headwater.vocabulary.progress import Progress, Watcher
from headwater.vocabulary.refusal import Refusal
from headwater.vocabulary.shapes import from_json
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.presentation import actions_letters as letters
from headwater.web.presentation.actions import Paper
from headwater.web.runs import actions as runs
from headwater.web.runs import files
from headwater.web.runs.models import Run, State
from headwater.web.runs.registry import Made

KIND = "letters_file"
TITLES = {
    "zip": ("Everything, as a zip", "Each letter in every format, and all of them in one."),
    "pdf": ("PDF", "All letters in one document, to print or to send."),
    "docx": ("Word", "All letters in one document, to go on writing."),
    "html": ("Web page", "All letters on one page that opens anywhere."),
}
"""What each file is called, and what for."""
AT_ONCE = ("html",)
"""Written while the browser waits: less than a second for a thousand letters."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One file of a pack, and how it stands.

    Attributes
    ----------
    run
        What makes it; None where nobody has asked for it, or its file was forgotten.
    size
        Bytes of the file; None while there is none.
    """

    ending: str
    name: str
    title: str
    sentence: str
    run: Run | None
    size: int | None

    @property
    def at_once(self) -> bool:
        """Say whether it is written as it is taken."""
        return self.ending in AT_ONCE

    @property
    def state(self) -> str:
        """Return the state of its run; "" where it was not begun."""
        return self.run.state if self.run else ""


def bundles(pack: Run) -> tuple[Bundle, ...]:
    """Return the files of a finished pack, as they stand."""
    return tuple(bundle(pack, ending) for ending in TITLES)


def bundle(pack: Run, ending: str) -> Bundle:
    """Return one file of a finished pack, as it stands.

    Raises
    ------
    InputError
        If there is no such format, or the run has no letters.
    """
    letters.check_done(pack)
    if ending not in TITLES:
        raise InputError(f"There is no pack as {ending!r}; choose one of {', '.join(TITLES)}.")
    run = None if ending in AT_ONCE else runs.find(kind=KIND, inputs=_inputs(pack, ending))
    size = files.size_of(run) if run else None
    if run and run.state == State.DONE and size is None:
        run = None
    return Bundle(ending, name_of(ending), *TITLES[ending], run, size)


@transaction.atomic
def make(*, pack: Run, ending: str, by: User) -> Run:
    """Start to write a file, or return the run that writes it or has written it.

    One that was stopped or failed is begun anew.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such format, it needs no making, or the run has no letters.
    ConflictError
        If too many runs wait already.
    """
    check_can(by, "download")
    found = bundle(pack, ending)
    if found.at_once:
        raise InputError(f"A pack as {ending!r} needs no making; take it.")
    if found.run and found.state not in (State.FAILED, State.CANCELLED):
        return found.run
    title = f"{found.name}: {pack.title}"
    return runs.start(kind=KIND, title=title, inputs=_inputs(pack, ending), by=by)


@transaction.atomic
def take(*, pack: Run, ending: str, by: User) -> tuple[Paper, bytes]:
    """Return a file of a pack, to be taken away.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such format, or the run has no letters.
    ConflictError
        If it is not made yet.
    """
    check_can(by, "download")
    found = bundle(pack, ending)
    if found.at_once:
        content: bytes | None = packs.together(letters.said(pack), ending)
    else:
        content = files.content_of(found.run) if found.run else None
    if content is None:
        raise ConflictError(f"{found.name} is not made yet. Ask for it, and come back.")
    audit.record("presentation.letters.taken", target=pack, by=by, detail={"format": ending})
    return Paper(ending, found.name, letters.KINDS[ending], pack.title, ""), content


def fill(inputs: dict[str, Any]) -> dict[str, Any]:
    """Add what the pack says: called in the worker, with the database.

    Raises
    ------
    InputError
        If the pack is not there any more.
    """
    pack = Run.objects.filter(pk=inputs["of"], kind=letters.KIND, state=State.DONE).first()
    if pack is None:
        raise InputError("The letters that this was to hold are not there any more.")
    return inputs | {"refusals": pack.result["refusals"]}


def work(inputs: dict[str, Any], watch: Watcher) -> Made:
    """Write the file; called in the worker process."""
    watch(Progress("Reading the letters"))
    said = method.ordered(from_json(tuple[Refusal, ...], inputs["refusals"]))
    ending = inputs["ending"]
    if ending == "zip":
        content = packs.no_pack(said, watch=watch)[packs.ZIP]
    else:
        content = packs.together(said, ending, watch=watch)
    told = {"file": name_of(ending), "bytes": len(content), "letters": len(said)}
    return Made(told | {"sha256": sha256(content).hexdigest()}, content)


def name_of(ending: str) -> str:
    """Return what the file is called."""
    return packs.ZIP if ending == "zip" else f"{packs.TOGETHER}.{ending}"


def address(run: Run) -> str:
    """Return the address of the page on which the file is offered."""
    inputs: Mapping[str, str] = Run.objects.values_list("inputs", flat=True).get(pk=run.pk)
    return reverse("presentation:files", args=[inputs["of"]])


def _inputs(pack: Run, ending: str) -> dict[str, str]:
    return {
        "of": str(pack.pk),
        "digest": pack.input_digest,
        "ending": ending,
        "version": version("headwater"),
    }
