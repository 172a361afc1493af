"""The service vision: drafted by the office, agreed by the organization, measured, reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.figures import Figure, Measured, figure
from headwater.web.service.actions.texts import line, moment, passage
from headwater.web.service.models import VisionEdition, VisionReview

MOST_STANDARDS = 8


@dataclass(frozen=True, slots=True)
class Standard:
    """A promise as it is handed in: what is said, the key of its figure, and what is wanted."""

    text: str
    figure: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Held:
    """A promise beside what its figure is now; `kept` is None while there is none."""

    text: str
    figure: Figure
    wanted: str
    measured: Measured
    now: str
    between: str
    kept: bool | None


@transaction.atomic
def draft_vision(
    *,
    for_whom: str,
    outcomes: Sequence[str],
    difference: str = "",
    standards: Sequence[Standard] = (),
    review_on: date | None = None,
    seen: int = 0,
    by: User,
    at: datetime | None = None,
) -> VisionEdition:
    """Write a new edition of the vision; the one that is agreed stays in force until then.

    Parameters
    ----------
    seen
        Number of the newest edition that the person had before them; 0 where there was none.

    Raises
    ------
    ConflictError
        If someone wrote another edition meanwhile.
    InputError
        If a part is missing, or a standard names no figure that the system keeps.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    last: int = VisionEdition.objects.aggregate(last=Max("number"))["last"] or 0
    if last != seen:
        raise ConflictError(
            f"Someone wrote edition {last} while you were editing; look at it and save again."
        )
    said = [line(each, what="An outcome", most=500) for each in outcomes]
    said = [each for each in said if each]
    if not said or len(said) > MOST_STANDARDS:
        raise InputError(f"Name 1 to {MOST_STANDARDS} outcomes, one a line.")
    if len(standards) > MOST_STANDARDS:
        raise InputError(f"At most {MOST_STANDARDS} standards fit on the page.")
    made = VisionEdition.objects.create(
        number=last + 1,
        for_whom=passage(for_whom, what="For whom", most=1_000, needed=True),
        outcomes=said,
        difference=passage(difference, what="How we differ", most=2_000),
        standards=[_standard(each) for each in standards],
        review_on=review_on,
        at=at,
        by=by,
    )
    audit.record("service.vision.drafted", target=made, by=by)
    return made


@transaction.atomic
def agree_vision(*, edition: VisionEdition, by: User, at: datetime | None = None) -> VisionEdition:
    """Agree to the newest edition, on the customer's side; never whoever drafted it.

    Raises
    ------
    NotAllowedError
        If the person is not a leader, or wrote the draft.
    ConflictError
        If it is agreed already, or there is a newer one.
    """
    check_can(by, "accept")
    if edition.by_id == by.pk:
        raise NotAllowedError("Whoever drafted the vision cannot also agree to it; ask a leader.")
    edition = VisionEdition.objects.select_for_update().get(pk=edition.pk)
    if edition.agreed_at is not None:
        raise ConflictError(f"{edition} was agreed by {edition.agreed_by_name} already.")
    if VisionEdition.objects.filter(number__gt=edition.number).exists():
        raise ConflictError(f"There is a newer draft than {edition}; look at that one.")
    edition.agreed_at, edition.agreed_by, edition.agreed_by_name = moment(at), by, name_of(by)
    edition.save(update_fields=["agreed_at", "agreed_by", "agreed_by_name"])
    audit.record("service.vision.agreed", target=edition, by=by)
    return edition


@transaction.atomic
def review_vision(
    *,
    edition: VisionEdition,
    found: str,
    next_on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> VisionReview:
    """Write down what a review of the vision found, and when it is looked at again."""
    check_can(by, "edit_catalogue")
    at = moment(at)
    if next_on is not None and next_on <= at.date():
        raise InputError("The next review lies in the past; name a day to come.")
    made = VisionReview.objects.create(
        edition=edition,
        found=passage(found, what="What was found", most=2_000, needed=True),
        next_on=next_on,
        at=at,
        by=by,
    )
    audit.record("service.vision.reviewed", target=edition, by=by)
    return made


def in_force() -> VisionEdition | None:
    """Return the newest edition that was agreed; None before."""
    agreed = VisionEdition.objects.exclude(agreed_at=None)
    return agreed.select_related("by", "agreed_by").first()


def draft() -> VisionEdition | None:
    """Return the newest edition if it waits for agreement; None where the newest is agreed."""
    newest = VisionEdition.objects.select_related("by").first()
    return newest if newest and newest.agreed_at is None else None


def standards_of(edition: VisionEdition) -> tuple[Held, ...]:
    """Hold each standard against its figure as it is now."""
    found = []
    for each in edition.standards:
        behind = figure(each["figure"])
        measured, wanted = behind.compute(), float(each["wanted"])
        words = "at least" if behind.more_is_better else "at most"
        found.append(
            Held(
                text=each["text"],
                figure=behind,
                wanted=f"{words} {behind.show(wanted)}",
                measured=measured,
                now=behind.show(measured.value),
                between=behind.range(measured),
                kept=behind.is_kept(measured.value, wanted),
            )
        )
    return tuple(found)


def _standard(given: Standard) -> dict[str, Any]:
    behind = figure(given.figure)
    return {
        "text": line(given.text, what="The standard", most=300, needed=True),
        "figure": behind.key,
        "wanted": behind.read(given.wanted),
    }
