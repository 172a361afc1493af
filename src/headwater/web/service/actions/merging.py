"""Merging needs that say the same: proposed by anyone, done only with the owner's consent."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.versions import write_if_unchanged
from headwater.web.service.actions.needs import happened
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Merge, Need


@transaction.atomic
def propose_merge(
    *, need: Need, into: Need, reason: str, by: User, at: datetime | None = None
) -> Merge:
    """Propose to merge one need into another; the owner of the first is asked.

    Raises
    ------
    ConflictError
        If one of them is merged already, or a proposal for the first waits for an answer.
    InputError
        If both are the same, or no reason is given.
    """
    check_can(by, "record_needs")
    at = moment(at)
    if need.pk == into.pk:
        raise InputError(f"{need.label} cannot be merged into itself.")
    for each in (need, into):
        if each.state == Need.State.MERGED:
            raise ConflictError(f"{each.label} was merged already.")
    if need.merges.filter(state=Merge.State.ASKED).exists():
        raise ConflictError(f"A proposal for {need.label} waits for its owner already.")
    reason = line(reason, what="The reason", most=500, needed=True)
    made = Merge.objects.create(need=need, into=into, reason=reason, asked_at=at, asked_by=by)
    happened(need, "merge_asked", by=by, at=at, detail={"into": into.label, "reason": reason})
    audit.record("service.merge.proposed", target=need, by=by, detail={"into": into.label})
    return made


def may_consent(merge: Merge, by: User) -> bool:
    """Say whether the person can speak for the need's owner.

    The owner does; for one without a seat here, whoever records needs writes down what the
    owner said, but never the person who proposed it.
    """
    if merge.need.owner_id is not None:
        return merge.need.owner_id == by.pk
    return can(by, "record_needs") and merge.asked_by_id != by.pk


@transaction.atomic
def answer_merge(
    *, merge: Merge, agreed: bool, words: str = "", by: User, at: datetime | None = None
) -> Merge:
    """Take the owner's answer; on consent the need is merged, and both keep their history.

    Evidence and events stay with the need that they belong to; it leads on to the other. Its
    engagements, projects and cases go over to the other; each is told in the trail of audit.

    Raises
    ------
    NotAllowedError
        If the person does not speak for the owner.
    InputError
        If the owner has no seat here and it is not written down what they said.
    """
    at = moment(at)
    merge = Merge.objects.select_related("need__owner", "into").get(pk=merge.pk)
    need, into = merge.need, merge.into
    if merge.state != Merge.State.ASKED:
        raise ConflictError(f"The proposal was answered: {merge.get_state_display().lower()}.")
    if not may_consent(merge, by):
        who = need.owned_by or "someone other than the person who proposed it"
        raise NotAllowedError(f"Only the owner of {need.label} can answer: {who}.")
    words = line(words, what="What the owner said", most=500, needed=need.owner_id is None)
    merge.state = Merge.State.AGREED if agreed else Merge.State.DECLINED
    merge.said_at, merge.said_by, merge.said_by_name = at, by, name_of(by)
    merge.words = words
    merge.save()
    said = {"into": into.label, "words": words, "owner": need.owned_by}
    if not agreed:
        happened(need, "merge_declined", by=by, at=at, detail=said)
        audit.record("service.merge.declined", target=need, by=by, detail=said)
        return merge
    if into.state == Need.State.MERGED:
        raise ConflictError(f"{into.label} was merged itself meanwhile; propose it anew.")
    values = {"state": Need.State.MERGED, "merged_into": into}
    write_if_unchanged(need, need.version, values)
    Need.objects.filter(merged_into=need).update(merged_into=into)
    handed = _hand_over(need, into, by=by)
    happened(need, "merged", by=by, at=at, detail={**said, **handed})
    took = {"need": need.label, "title": need.title, **handed}
    happened(into, "took_in", by=by, at=at, detail=took)
    audit.record("service.need.merged", target=need, by=by, detail=said)
    return merge


WORK = ("engagements", "projects", "cases")
"""What points to a need and follows it: rooms above give theirs by these names."""


def _hand_over(need: Need, into: Need, *, by: User) -> dict[str, str]:
    """Let what points to the merged need point to the one that stays; return what was handed over.

    Charters stay as they were issued: they say what was known on their day.
    """
    handed = {}
    for kind in WORK:
        rows = list(getattr(need, kind).all())
        for each in rows:
            each.need = into
            changed = ["need"]
            if kind == "projects":
                each.version += 1  # whoever has it open learns of the change when saving
                changed.append("version")
            each.save(update_fields=changed)
            detail = {"from": need.label, "to": into.label}
            audit.record("service.need.handed_over", target=each, by=by, detail=detail)
        if rows:
            handed[kind] = ", ".join(str(getattr(each, "label", each)) for each in rows)
    return handed
