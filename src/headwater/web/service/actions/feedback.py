"""What the customer says: one question by a link that works once, value, complaints."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.service import satisfaction as engine
from headwater.vocabulary.service_figures import Satisfaction, ValueSums
from headwater.vocabulary.service_work import Feedback as FeedbackRecord
from headwater.vocabulary.service_work import ValueStated
from headwater.web.organization import audit, brake
from headwater.web.organization.models import Unit, name_of
from headwater.web.organization.permissions import can, check_can
from headwater.web.service.actions import events
from headwater.web.service.actions.texts import line, moment, passage, past
from headwater.web.service.models import (
    Asking,
    Complaint,
    Engagement,
    Feedback,
    ValueStatement,
)

LASTS = timedelta(days=30)
STALE = "This question was answered already, or its link has expired. Thank you all the same."
OFFICE_CANNOT = (
    "You are signed in as a member of the office, so the delivery cannot be accepted or sent back "
    "here: hand the link to {name}, who opens it without your account."
)
MOST_MONEY = 1e15
MOST_FROM_ADDRESS = 30  # refused links of one network address in a window: colleagues share one


@dataclass(frozen=True, slots=True)
class AskingMade:
    """A link just made; `path` holds the secret and is shown this once."""

    asking: Asking
    path: str


@transaction.atomic
def ask_customer(
    *,
    engagement: Engagement,
    name: str = "",
    may_accept: bool = True,
    by: User,
    at: datetime | None = None,
) -> AskingMade:
    """Make a link to the one question after a delivery; it works once, without an account.

    Parameters
    ----------
    name
        Who is asked; the customer unless given.
    may_accept
        Whether the answer may also accept the delivery, on the customer's side.

    Raises
    ------
    ConflictError
        If nothing was delivered yet.
    """
    check_can(by, "work_engagements")
    at = moment(at)
    if engagement.delivered_at is None:
        raise ConflictError(f"{engagement.label} is not delivered yet; ask afterwards.")
    secret = secrets.token_urlsafe(24)
    asking = Asking.objects.create(
        engagement=engagement,
        name=line(name or engagement.asked_by, what="Who is asked", most=200, needed=True),
        may_accept=may_accept,
        digest=_digest(secret),
        at=at,
        by=by,
        expires=at + LASTS,
    )
    detail = {"asked": asking.name, "may_accept": may_accept}
    audit.record("service.question.asked", target=engagement, by=by, detail=detail)
    return AskingMade(asking, reverse("service:answer", args=[secret]))


def in_office(person: User | AnonymousUser | None) -> User | None:
    """Return the person if they are signed in with a seat that does the office's work."""
    seated = isinstance(person, User) and can(person, "work_engagements")
    return person if seated and isinstance(person, User) else None


def open_asking(
    *, secret: str, address: str, session_of: User | AnonymousUser | None = None
) -> Asking:
    """Return the question of that secret, still unanswered.

    Where a member of the office is signed in (`session_of`), it is kept who opened it first.

    Raises
    ------
    TooManyAttemptsError
        If too many attempts from the address were refused of late.
    NotAllowedError
        If there is none, or it was answered or has expired; which of them is not told.
    """
    brake.check({address: MOST_FROM_ADDRESS}, what="An answer by link")
    rows = Asking.objects.select_related("engagement__offering__offering", "by", "seen_by")
    found = rows.filter(digest=_digest(secret)).first()
    if found is None or not found.is_open():
        brake.note(address)
        raise NotAllowedError(STALE)
    member = in_office(session_of)
    if member is not None and found.seen_by_id is None:
        _note_opened(found, member)
    return found


@transaction.atomic
def _note_opened(asking: Asking, member: User) -> None:
    """Keep that a member of the office opened the customer's link."""
    asking.seen_by, asking.seen = member, timezone.now()
    asking.save(update_fields=["seen_by", "seen"])
    detail = {"asked": asking.name}
    audit.record("service.question.opened", target=asking.engagement, by=member, detail=detail)


@transaction.atomic
def answer(
    *,
    asking: Asking,
    score: int | None,
    comment: str = "",
    accepts: bool | None = None,
    session_of: User | AnonymousUser | None = None,
    at: datetime | None = None,
) -> Feedback:
    """Take the answer; the link is used up with it.

    An answer in the session of a member of the office says so for good, and cannot accept.

    Parameters
    ----------
    score
        0 to 10; None where only a comment is given.
    accepts
        True accepts the delivery, False opens it again with the comment as the reason; None
        leaves it as it is.

    Raises
    ------
    NotAllowedError
        If the link was used meanwhile, may not accept, or a member of the office is signed in.
    InputError
        If neither a score nor a comment is given, or a refusal has no reason.
    """
    at = moment(at)
    comment = passage(comment, what="The comment", most=2_000)
    if score is not None and not 0 <= score <= 10:
        raise InputError("Choose a number from 0 to 10.")
    if score is None and not comment:
        raise InputError("Choose a number from 0 to 10, or write a word.")
    member = in_office(session_of)
    if member is not None and accepts is not None:
        raise NotAllowedError(OFFICE_CANNOT.format(name=asking.name))
    if at > asking.expires or not Asking.objects.filter(pk=asking.pk, used=None).update(used=at):
        raise NotAllowedError(STALE)
    engagement = Engagement.objects.get(pk=asking.engagement_id)
    if accepts is not None:
        if not asking.may_accept:
            raise NotAllowedError("This link is for an answer only; it cannot accept.")
        _decide(engagement, asking, accepts=accepts, comment=comment, at=at)
    made = Feedback.objects.create(
        engagement=engagement, asking=asking, score=score, comment=comment, name=asking.name, at=at,
        in_session_of=member,
    )  # fmt: skip
    detail: dict[str, object] = {"score": score}
    if member is not None:
        detail["in the session of"] = name_of(member)
    audit.record("service.question.answered", target=engagement, by=member, detail=detail)
    return made


@transaction.atomic
def state_value(
    *,
    engagement: Engagement,
    kind: str,
    words: str,
    amount: float | None = None,
    said_by: str = "",
    on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> ValueStatement:
    """Write down value forecast, delivered, or recognized; who said so and when.

    Recognized value is said by the customer's side only, and by nobody who did the work.

    Parameters
    ----------
    words
        What the value is, in words.
    amount
        In the organization's currency; None where it cannot be told in money.
    said_by
        Who said so; the person who writes it down unless given. For recognized value it is
        always that person.

    Raises
    ------
    NotAllowedError, ConflictError, InputError
        If the person may not, nothing was accepted yet, or the amount is no number.
    """
    at = moment(at)
    if kind not in ValueStatement.Kind.values:
        raise InputError(f"{kind!r} is no kind of value; {', '.join(ValueStatement.Kind.values)}.")
    recognized = kind == ValueStatement.Kind.RECOGNIZED
    if recognized:
        events.check_speaks_for_customer(engagement, by)
    else:
        check_can(by, "work_engagements")
    if amount is not None and not (isfinite(amount) and abs(amount) <= MOST_MONEY):
        raise InputError("The amount is no number that can be added up; leave it blank.")
    who = name_of(by) if recognized else line(said_by or name_of(by), what="Who said so", most=200)
    words = line(words, what="What the value is", most=500, needed=True)
    made = ValueStatement.objects.create(
        engagement=engagement,
        kind=kind,
        amount=amount,
        words=words,
        said_by=who,
        on=past(on, at, what="The day"),
        at=at,
        by=by,
    )
    if recognized:
        engagement = Engagement.objects.get(pk=engagement.pk)
        detail = {"amount": amount}
        events.go(engagement, "recognized", by=by, at=at, reason=words, detail=detail)
    audit.record("service.value.stated", target=engagement, by=by, detail={"kind": kind})
    return made


@transaction.atomic
def complain(
    *,
    text: str,
    said_by: str,
    engagement: Engagement | None = None,
    unit: Unit | None = None,
    on: date | None = None,
    by: User,
    at: datetime | None = None,
) -> Complaint:
    """Write down a complaint, with who said it and when."""
    check_can(by, "ask_service")
    at = moment(at)
    made = Complaint.objects.create(
        engagement=engagement,
        unit=unit or (engagement.unit if engagement else None),
        text=passage(text, what="The complaint", most=2_000, needed=True),
        said_by=line(said_by, what="Who said it", most=200, needed=True),
        on=past(on, at, what="The day"),
        at=at,
        by=by,
    )
    audit.record("service.complaint.made", target=made, by=by)
    return made


@transaction.atomic
def settle_complaint(
    *, complaint: Complaint, done: str, by: User, at: datetime | None = None
) -> Complaint:
    """Write down what was done about a complaint."""
    check_can(by, "work_engagements")
    if complaint.done_at is not None:
        raise ConflictError("What was done about it is written down already.")
    complaint.done = passage(done, what="What was done", most=2_000, needed=True)
    complaint.done_at, complaint.done_by = moment(at), by
    complaint.save(update_fields=["done", "done_at", "done_by"])
    audit.record("service.complaint.settled", target=complaint, by=by)
    return complaint


def contentment(
    *, offering: str = "", start: datetime | None = None, end: datetime | None = None
) -> Satisfaction:
    """Sum up the answers of a period: net score with its interval, comments, doubts."""
    found = Feedback.objects.select_related("engagement__offering__offering")
    asked = Asking.objects.all()
    if offering:
        found = found.filter(engagement__offering__offering__key=offering)
        asked = asked.filter(engagement__offering__offering__key=offering)
    if start:
        found, asked = found.filter(at__gte=start), asked.filter(at__gte=start)
    if end:
        found, asked = found.filter(at__lt=end), asked.filter(at__lt=end)
    return engine.satisfaction([feedback_record(each) for each in found], asked=asked.count())


def value_of(statements: "list[ValueStatement]") -> ValueSums:
    """Add statements up; the latest of each kind counts for each engagement."""
    return engine.value_sums([value_record(each) for each in statements if each.amount is not None])


def feedback_record(row: Feedback) -> FeedbackRecord:
    """Return an answer as the vocabulary knows it."""
    return FeedbackRecord(
        id=f"feedback:{row.pk}",
        engagement=row.engagement.label,
        on=row.at.date(),
        score=row.score,
        comment=row.comment,
        by=row.name,
        service=row.engagement.offering.offering.key,
    )


def value_record(row: ValueStatement) -> ValueStated:
    """Return a statement with an amount as the vocabulary knows it."""
    return ValueStated(
        id=f"value:{row.pk}",
        engagement=row.engagement.label,
        kind=row.kind,  # type: ignore[arg-type]
        amount=row.amount or 0.0,
        on=row.on,
        by=row.said_by,
        service=row.engagement.offering.offering.key,
        evidence=row.words,
    )


def _decide(
    engagement: Engagement, asking: Asking, *, accepts: bool, comment: str, at: datetime
) -> None:
    how = {"by link": f"made by {name_of(asking.by)} for {asking.name}"}
    if asking.opened_in_office:
        how["opened before by"] = asking.opened_in_office
    if accepts:
        events.go(
            engagement, "accepted", by=None, by_name=asking.name, at=at, reason=comment, detail=how
        )
        return
    if not comment:
        raise InputError("Say what is missing, so that it can be mended.")
    events.go(
        engagement, "reopened", by=None, by_name=asking.name, at=at, reason=comment, detail=how
    )


def _digest(secret: str) -> str:
    return salted_hmac("headwater.asking", secret, algorithm="sha256").hexdigest()
