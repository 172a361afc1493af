"""What people say of a case: comments, agreement, approval behind the evaluability gate."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.web.appraisal.actions.keeping import newest
from headwater.web.appraisal.models import Case, CaseComment, CaseVersion, SignOff
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can

Verdict = SignOff.Verdict


def obstacles(version: CaseVersion) -> tuple[str, ...]:
    """Return what stands between a version and its approval, as whole sentences.

    The gate asks of every benefit of the preferred option: outcome measure, baseline, data
    source, owner after closure and review date; and no finding may be blocking.
    """
    found = version.reviewed
    blocking = [each for each in found.findings if each.check.severity == "blocking"]
    texts = [f"{each.place}: {each.text} {each.check.mend}".strip() for each in blocking]
    return tuple(dict.fromkeys((*found.missing, *texts)))


@transaction.atomic
def sign(*, case: Case, seen: int, verdict: str, words: str = "", by: User) -> SignOff:
    """Say one's word on the version that one has read: agreed, approved or returned.

    Raises
    ------
    NotAllowedError
        If the person may not: approving and sending back take the role of a leader.
    ConflictError
        If there is a newer version than the one that was read.
    InputError
        If it is approved and the gate is not passed, or sent back without a reason.
    """
    check_can(by, "comment_cases" if verdict == Verdict.AGREED else "approve_cases")
    held = Case.objects.select_for_update().get(pk=case.pk)
    if held.version != seen:
        raise ConflictError(
            f"{held} is at version {held.version} by now, and you read version {seen}: read it "
            "again, then sign."
        )
    version = newest(held)
    words = _text(words, 1_000)
    if verdict == Verdict.APPROVED:
        _check_gate(obstacles(version))
        held.state = Case.State.APPROVED
    elif verdict == Verdict.RETURNED:
        if not words:
            raise InputError("Say in a sentence what has to change before it can be approved.")
        held.state = Case.State.RETURNED
    elif verdict != Verdict.AGREED:
        raise InputError(f"{verdict!r} is no verdict; say agreed, approved or returned.")
    held.save(update_fields=["state"])
    made = SignOff.objects.create(
        case=held,
        version=seen,
        digest=version.digest,
        verdict=verdict,
        words=words,
        at=timezone.now(),
        by=by,
    )
    audit.record(
        f"appraisal.case.{verdict}",
        target=held,
        by=by,
        detail={"version": seen, "digest": version.digest},
    )
    return made


@transaction.atomic
def comment(*, case: Case, text: str, about: str = "", by: User) -> CaseComment:
    """Write a remark on a case, on the version that is newest now."""
    check_can(by, "comment_cases")
    text = _text(text, 5_000)
    if not text:
        raise InputError("The comment is empty: write it in a sentence or two.")
    made = CaseComment.objects.create(
        case=case,
        version=case.version,
        about=_text(about, 200),
        text=text,
        at=timezone.now(),
        by=by,
    )
    audit.record("appraisal.case.commented", target=case, by=by, detail={"about": made.about})
    return made


def _check_gate(found: Sequence[str]) -> None:
    if found:
        more = f" And {len(found) - 3} more." if len(found) > 3 else ""
        raise InputError(f"It cannot be approved yet. {' '.join(found[:3])}{more}")


def _text(text: str, most: int) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > most:
        raise InputError(f"The text has {len(text):,} characters; the limit is {most:,}.")
    return text
