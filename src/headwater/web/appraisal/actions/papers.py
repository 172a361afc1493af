"""The papers of a case: made anew from the version that is asked for, never kept."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from headwater import appraisal, intake
from headwater.errors import InputError, TooLargeError
from headwater.presentation.methods import case_decks, case_story, finance_summary, five_cases
from headwater.presentation.render import case_workbook, docx, own_template, pdf, pptx
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.web.appraisal.actions import simulating
from headwater.web.appraisal.models import CaseVersion
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can

OFFICE = "application/vnd.openxmlformats-officedocument"
MOST_BYTES = 20_000_000
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pptx": f"{OFFICE}.presentationml.presentation",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what it is called, what it is for, and its endings."""

    name: str
    title: str
    sentence: str
    make: dict[str, Callable[[CaseFile], bytes]]

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """The name of each file with its ending in capitals."""
        return tuple((f"{self.name}.{ending}", ending.upper()) for ending in self.make)


PAPERS = (
    Paper(
        "story", "One-page story", "For who has two minutes: need, options, worth, what we ask.",
        {"pdf": lambda f: pdf.render(case_story.build(f)),
         "docx": lambda f: docx.render(case_story.build(f)),
         "pptx": lambda f: pptx.render(case_story.slides(f))},
    ),
    Paper(
        "five-cases", "Five-case document", "For the assessor: all five cases, every source.",
        {"pdf": lambda f: pdf.render(five_cases.build(f)),
         "docx": lambda f: docx.render(five_cases.build(f)),
         "pptx": lambda f: pptx.render(case_decks.five_case_deck(f))},
    ),
    Paper(
        "finance", "Finance summary", "For the finance director: money by year, returns, steps.",
        {"pdf": lambda f: pdf.render(finance_summary.build(f)),
         "docx": lambda f: docx.render(finance_summary.build(f)),
         "pptx": lambda f: pptx.render(case_decks.finance_deck(f))},
    ),
    Paper(
        "case", "Case workbook", "To work on in a spreadsheet and bring back as a new version.",
        {"xlsx": lambda f: intake.write_case(f.case)},
    ),
    Paper(
        "model", "Model with live formulas", "Change an assumption, and the value follows.",
        {"xlsx": case_workbook.render},
    ),
)  # fmt: skip


def file_of(version: CaseVersion) -> CaseFile:
    """Put a version together with what was worked out of it, and with its finished simulation."""
    answer = simulating.answer_of(simulating.run_of(version))
    return appraisal.case_file(
        version.said,
        value=version.valued,
        spread=version.ranged,
        found=version.reviewed,
        digest=version.digest,
        number=version.number,
        chances=answer.chances if answer else None,
        drive=answer.drive if answer else None,
        compared=answer.compared if answer else None,
        rights=answer.rights if answer else (),
    )


@transaction.atomic
def paper(*, version: CaseVersion, name: str, by: User) -> tuple[str, bytes]:
    """Make one paper ("story.pdf"); return its media type and its content.

    Raises
    ------
    InputError
        If there is no such paper.
    """
    check_can(by, "download")
    stem, _, ending = name.rpartition(".")
    make = next((each.make.get(ending) for each in PAPERS if each.name == stem), None)
    if make is None:
        known = ", ".join(file for each in PAPERS for file, _ in each.files)
        raise InputError(f"There is no paper {name[:60]!r}; there are: {known}.")
    content = make(file_of(version))
    audit.record(
        "appraisal.paper.taken",
        target=version.case,
        by=by,
        detail={"paper": name, "version": version.number},
    )
    return KINDS[ending], content


@transaction.atomic
def fill(*, version: CaseVersion, name: str, content: bytes, by: User) -> tuple[str, bytes]:
    """Put a case into the customer's own .docx or .pptx; return its media type and the file.

    Raises
    ------
    InputError
        If it is no such file, or a placeholder stands for nothing; each is named.
    """
    check_can(by, "download")
    if len(content) > MOST_BYTES:
        raise TooLargeError(f"{name} has more than {MOST_BYTES // 10**6} MB, which is the limit.")
    ending = name.lower().rpartition(".")[2]
    made = own_template.fill(content, ending, own_template.values(file_of(version)))
    audit.record(
        "appraisal.paper.taken",
        target=version.case,
        by=by,
        detail={"paper": f"own template {name[:100]}", "version": version.number},
    )
    return KINDS[ending], made


def placeholders(version: CaseVersion) -> dict[str, str]:
    """Return what can be written into a template, with what it stands for now."""
    return own_template.values(file_of(version))
