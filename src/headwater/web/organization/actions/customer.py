"""What is known of the customer: its units, notes with source and date, and stakeholders."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from headwater.errors import InputError
from headwater.web.organization import audit
from headwater.web.organization.models import Note, Stakeholder, Unit
from headwater.web.organization.permissions import check_can
from headwater.web.organization.versions import write_if_unchanged

LONGEST_NOTE = 5_000


@transaction.atomic
def add_unit(
    *,
    name: str,
    parent: Unit | None = None,
    leader: User | None = None,
    leader_name: str = "",
    purpose: str = "",
    by: User,
) -> Unit:
    """Add a part of the organization.

    Raises
    ------
    InputError
        If the name is empty or there already.
    """
    check_can(by, "describe_customer")
    values = _unit_values(None, name, parent, leader, leader_name, purpose)
    made = Unit.objects.create(**values)
    audit.record("organization.unit.added", target=made, by=by)
    return made


@transaction.atomic
def change_unit(
    *,
    unit: Unit,
    name: str,
    parent: Unit | None,
    leader: User | None,
    leader_name: str = "",
    purpose: str = "",
    version: int,
    by: User,
) -> Unit:
    """Rename or move a unit, or say who leads it.

    Raises
    ------
    ConflictError
        If someone changed it since `version` was shown.
    InputError
        If the name is taken, or the unit would stand below itself.
    """
    check_can(by, "describe_customer")
    values = _unit_values(unit, name, parent, leader, leader_name, purpose)
    write_if_unchanged(unit, version, values)
    audit.record("organization.unit.changed", target=unit, by=by)
    return unit


@transaction.atomic
def remove_unit(*, unit: Unit, version: int, by: User) -> None:
    """Remove a unit that nothing stands below or hangs on."""
    check_can(by, "describe_customer")
    write_if_unchanged(unit, version, {})
    try:
        with transaction.atomic():
            audit.record("organization.unit.removed", target=unit, by=by)
            unit.delete()
    except models.ProtectedError:
        raise InputError(
            f"{unit} still has parts, people or work; move them to another unit first."
        ) from None


@transaction.atomic
def write_note(
    *,
    subject: str,
    text: str,
    source: str = "",
    as_of: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Note:
    """Write down what is known in one respect; the note before stays readable.

    Parameters
    ----------
    as_of
        The day for which it holds; today unless given. Not in the future.
    at
        When it was written; now unless history is being taken over.
    """
    check_can(by, "describe_customer")
    if subject not in Note.Subject.values:
        raise InputError(f"{subject!r} is no subject; choose one of {', '.join(Note.Subject)}.")
    text = text.replace("\x00", "").strip()
    if not text or len(text) > LONGEST_NOTE:
        raise InputError(f"A note has 1 to {LONGEST_NOTE:,} characters.")
    at = at or timezone.now()
    as_of = as_of or at.date()
    if as_of > at.date():
        raise InputError(f"The note is as of {as_of:%d %B %Y}, which is still to come.")
    made = Note.objects.create(
        subject=subject, text=text, source=source.strip()[:300], as_of=as_of, at=at, by=by
    )
    audit.record("organization.note.written", target=made, by=by)
    return made


def notes() -> dict[str, list[Note]]:
    """Return every subject's notes, the newest first; subjects without any have an empty list."""
    found: dict[str, list[Note]] = {subject: [] for subject in Note.Subject.values}
    for note in Note.objects.select_related("by"):
        found[note.subject].append(note)
    return found


@transaction.atomic
def save_stakeholder(
    *,
    stakeholder: Stakeholder | None = None,
    version: int = 0,
    name: str,
    part: str = "",
    unit: Unit | None = None,
    decides: bool = False,
    pays: bool = False,
    is_affected: bool = False,
    influence: int | None = None,
    interest: int | None = None,
    cares_about: str = "",
    by: User,
) -> Stakeholder:
    """Add a stakeholder, or change one as seen in `version`.

    Raises
    ------
    InputError
        If there is no name, or none of deciding, paying and being affected is said.
    ConflictError
        If someone changed it in between.
    """
    check_can(by, "describe_customer")
    name = name.replace("\x00", "").strip()
    if not name:
        raise InputError("A stakeholder needs a name: a person, a group or an office.")
    if not (decides or pays or is_affected):
        raise InputError(f"Say whether {name} decides, pays or is affected; one of them at least.")
    for said in (influence, interest):
        if said is not None and said not in Stakeholder.Say.values:
            raise InputError("Influence and interest are 1 (little), 2 (some) or 3 (much).")
    values = {
        "name": name[:200],
        "part": part.strip()[:200],
        "unit": unit,
        "decides": decides,
        "pays": pays,
        "is_affected": is_affected,
        "influence": influence,
        "interest": interest,
        "cares_about": cares_about.strip()[:500],
    }
    if stakeholder is None:
        made = Stakeholder.objects.create(**values)
        audit.record("organization.stakeholder.added", target=made, by=by)
        return made
    write_if_unchanged(stakeholder, version, values)
    audit.record("organization.stakeholder.changed", target=stakeholder, by=by)
    return stakeholder


@transaction.atomic
def remove_stakeholder(*, stakeholder: Stakeholder, version: int, by: User) -> None:
    """Take a stakeholder off the map."""
    check_can(by, "describe_customer")
    write_if_unchanged(stakeholder, version, {})
    audit.record("organization.stakeholder.removed", target=stakeholder, by=by)
    stakeholder.delete()


def _unit_values(
    unit: Unit | None,
    name: str,
    parent: Unit | None,
    leader: User | None,
    leader_name: str,
    purpose: str,
) -> dict[str, object]:
    name = name.replace("\x00", "").strip()[:200]
    if not name:
        raise InputError("A unit needs a name.")
    same = Unit.objects.filter(name=name)
    if unit is not None:
        same = same.exclude(pk=unit.pk)
        step = parent
        while step is not None:
            if step.pk == unit.pk:
                raise InputError(f"{unit} cannot stand below itself; choose another place.")
            step = step.parent
    if same.exists():
        raise InputError(f"There is a unit {name!r} already.")
    return {
        "name": name,
        "parent": parent,
        "leader": leader,
        "leader_name": "" if leader else leader_name.strip()[:200],
        "purpose": purpose.strip()[:500],
    }
