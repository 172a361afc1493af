"""The service vision as a paper of one page, to be taken away."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.presentation.methods import vision_page as method
from headwater.vocabulary.vision import VisionPaper, VisionStandard
from headwater.web.organization import audit
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.vision import Held, standards_of
from headwater.web.service.models import VisionEdition

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KEPT = {True: "yes", False: "no", None: "not known"}


@transaction.atomic
def vision_file(*, edition: VisionEdition, ending: str, by: User) -> tuple[str, str, bytes]:
    """Write an edition as pdf or docx, with the figures as of now; return name, kind, content.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such format.
    """
    from headwater.presentation.render import docx, pdf  # slow to import

    check_can(by, "download")
    if ending not in KINDS:
        raise InputError(f"There is no vision as {ending!r}; choose one of {', '.join(KINDS)}.")
    report = method.build(_paper(edition))
    content = pdf.render(report) if ending == "pdf" else docx.render(report)
    audit.record("service.vision.taken", target=edition, by=by, detail={"format": ending})
    return f"service-vision-{edition.number}.{ending}", KINDS[ending], content


def _paper(edition: VisionEdition) -> VisionPaper:
    served = Organization.objects.first()
    agreed = ""
    if edition.agreed_at is not None:
        agreed = f"Agreed by {edition.agreed_by_name} on {_day(edition.agreed_at.date())}."
    review = edition.reviews.exclude(next_on=None).values_list("next_on", flat=True).first()
    review = review or edition.review_on
    return VisionPaper(
        organization=served.name if served else "",
        number=edition.number,
        for_whom=edition.for_whom,
        outcomes=tuple(edition.outcomes),
        standards=tuple(_standard(each) for each in standards_of(edition)),
        difference=edition.difference,
        agreed=agreed,
        review=f"It is looked at again on {_day(review)}." if review else "",
    )


def _standard(held: Held) -> VisionStandard:
    return VisionStandard(held.text, held.wanted, held.now, KEPT[held.kept])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
