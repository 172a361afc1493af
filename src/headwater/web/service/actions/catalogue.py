"""The service catalogue: the starter set, editions, retiring."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import ConflictError, InputError
from headwater.service import catalogue as engine
from headwater.vocabulary.offering import Offering as Record
from headwater.vocabulary.offering import Revision
from headwater.vocabulary.shapes import to_json
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Offering, OfferingEdition


@transaction.atomic
def load_starter(*, by: User, at: datetime | None = None) -> int:
    """Add the starter set; offerings whose key is there already stay as they are.

    Returns
    -------
    int
        How many were added.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    there = set(Offering.objects.values_list("key", flat=True))
    new = [each for each in engine.starter() if each.key not in there]
    for record in new:
        _add(record, "From the starter set", by, at)
    audit.record("service.catalogue.started", target=None, by=by, detail={"added": len(new)})
    return len(new)


@transaction.atomic
def add_offering(
    *, record: Record, note: str = "", by: User, at: datetime | None = None
) -> Offering:
    """Put a new offering into the catalogue.

    Raises
    ------
    InputError
        If its key is taken.
    """
    check_can(by, "edit_catalogue")
    if Offering.objects.filter(key=record.key).exists():
        raise InputError(f"There is an offering with the key {record.key!r}; choose another.")
    made = _add(record, note, by, moment(at))
    audit.record("service.offering.added", target=made, by=by)
    return made


@transaction.atomic
def revise_offering(
    *,
    offering: Offering,
    record: Record,
    seen: int,
    note: str = "",
    by: User,
    at: datetime | None = None,
) -> OfferingEdition:
    """Write a new edition; what was agreed on an older one keeps to it.

    Parameters
    ----------
    seen
        The edition that the person had before them.

    Raises
    ------
    ConflictError
        If someone wrote another edition meanwhile.
    InputError
        If nothing is different.
    """
    check_can(by, "edit_catalogue")
    at = moment(at)
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    if offering.edition != seen:
        raise ConflictError(
            f"{offering} was changed by someone else while you were editing: it is in edition "
            f"{offering.edition} now, you saw {seen}. Your text is kept."
        )
    before = newest(offering)
    if record.key != offering.key:
        raise InputError("The key of an offering stays the same through all its editions.")
    found = engine.revisions(before.said, record)
    if not found:
        raise InputError("Nothing is different from the edition before.")
    number = offering.edition + 1
    made = OfferingEdition.objects.create(
        offering=offering,
        number=number,
        record=to_json(record),
        note=line(note, what="What changed", most=500),
        at=at,
        by=by,
    )
    offering.title, offering.edition = record.title, number
    offering.save(update_fields=["title", "edition"])
    fields = [each.field for each in found]
    audit.record("service.offering.revised", target=offering, by=by, detail={"fields": fields})
    return made


@transaction.atomic
def retire_offering(*, offering: Offering, retired: bool, by: User) -> Offering:
    """Take an offering out of the catalogue, or put it back."""
    check_can(by, "edit_catalogue")
    offering.is_retired = retired
    offering.save(update_fields=["is_retired"])
    done = "retired" if retired else "restored"
    audit.record(f"service.offering.{done}", target=offering, by=by)
    return offering


def newest(offering: Offering) -> OfferingEdition:
    """Return the edition in force."""
    return offering.editions.get(number=offering.edition)


def in_force() -> list[tuple[Offering, OfferingEdition]]:
    """Return every offering with its newest edition, in two queries; retired ones come last."""
    offerings = list(Offering.objects.all())
    wanted = {(each.pk, each.edition) for each in offerings}
    editions = {
        each.offering_id: each
        for each in OfferingEdition.objects.filter(offering__in=offerings)
        if (each.offering_id, each.number) in wanted
    }
    return [(each, editions[each.pk]) for each in offerings]


def history(offering: Offering) -> list[tuple[OfferingEdition, tuple[Revision, ...]]]:
    """Return all editions, the newest first, with what each says differently from before."""
    editions = list(offering.editions.select_related("by"))
    found: list[tuple[OfferingEdition, tuple[Revision, ...]]] = []
    for edition, before in zip(editions, [*editions[1:], None], strict=True):
        changed = engine.revisions(before.said, edition.said) if before else ()
        found.append((edition, changed))
    return found


def written() -> str:
    """Return the whole catalogue, retired offerings left out, as the text of a file."""
    return engine.write([edition.said for each, edition in in_force() if not each.is_retired])


def _add(record: Record, note: str, by: User, at: datetime) -> Offering:
    last: int = Offering.objects.aggregate(last=Max("position"))["last"] or 0
    made = Offering.objects.create(key=record.key, title=record.title, position=last + 1)
    OfferingEdition.objects.create(
        offering=made, number=1, record=to_json(record), note=note, at=at, by=by
    )
    return made
