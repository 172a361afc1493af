"""What people can do with a sheet: stage it, mend how it is read, compare it, apply it."""

from headwater.web.intake.actions.applying import apply, changes, load_sample, template
from headwater.web.intake.actions.comparing import Change, TableChange, compare
from headwater.web.intake.actions.meanings import Meaning, meanings, mended
from headwater.web.intake.actions.staging import discard, mend, paste, reading_of, stage

__all__ = [
    "Change",
    "Meaning",
    "TableChange",
    "apply",
    "changes",
    "compare",
    "discard",
    "load_sample",
    "meanings",
    "mend",
    "mended",
    "paste",
    "reading_of",
    "stage",
    "template",
]
