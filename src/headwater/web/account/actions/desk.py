"""The desk: what needs a person today, by due time, for each role; and the week in one draft."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from headwater.presentation.render import mail
from headwater.vocabulary.report import Heading, Points, Report, Section, Text
from headwater.vocabulary.units import MoneyUnit
from headwater.web.account.gather import illustrative
from headwater.web.judgement.models import Turnout
from headwater.web.organization.models import Organization, name_of
from headwater.web.organization.permissions import can
from headwater.web.service.actions import clocks
from headwater.web.service.models import (
    Clock,
    Complaint,
    Engagement,
    Feedback,
    Merge,
    Need,
    VisionEdition,
)

MOST = 50  # of one kind; the list behind it has them all
SOON = timedelta(days=14)
AFTER_VALUE = timedelta(days=45)  # after acceptance, when value can be asked about
MEASURES = {"response": "Answer", "delivery": "Deliver", "decision": "Get a decision"}
NEAR = {"breached": "The promise is missed", "warning": "Most of the promised time is used"}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for a person.

    Attributes
    ----------
    title
        What it is about.
    verb
        What to do, as the button says it.
    why
        Why it is on this desk.
    due
        By when; None where nothing is promised.
    """

    title: str
    verb: str
    why: str
    page: str
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks that fall due together, the most urgent first."""

    key: str
    title: str
    tone: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for one person at a moment."""

    piles: tuple[Pile, ...]
    number: int
    late: int

    @property
    def sentence(self) -> str:
        """What the desk says in one sentence."""
        if not self.number:
            return "Nothing waits for you."
        things = f"{self.number} thing{'s wait' if self.number > 1 else ' waits'} for you"
        return f"{things}; {self.late} overdue." if self.late else f"{things}, nothing overdue."


def desk(user: User | AnonymousUser, *, at: datetime | None = None) -> Desk:
    """Return what waits for the person, in piles by due time."""
    now = at or timezone.now()
    if not isinstance(user, User) or not can(user, "read"):
        return Desk((), 0, 0)
    found = [task for source in SOURCES for task in source(user, now)]
    far = datetime.max.replace(tzinfo=UTC)
    found.sort(key=lambda each: (each.due or far, each.title))
    piles = []
    for key, title, tone, test in _limits(now):
        own = tuple(each for each in found if test(each.due))
        if own:
            piles.append(Pile(key, title, tone, own))
    late = sum(1 for each in found if each.due is not None and each.due < now)
    return Desk(tuple(piles), len(found), late)


def _limits(
    now: datetime,
) -> tuple[tuple[str, str, str, Callable[[datetime | None], bool]], ...]:
    night = datetime.combine(now.date() + timedelta(days=1), time(), tzinfo=UTC)
    week = night + timedelta(days=6)
    return (
        ("late", "Overdue", "stop", lambda due: due is not None and due < now),
        ("today", "Today", "contested", lambda due: due is not None and now <= due < night),
        ("week", "In the next seven days", "plain",
         lambda due: due is not None and night <= due < week),
        ("later", "Later", "quiet-tone", lambda due: due is not None and due >= week),
        ("open", "Without a day", "quiet-tone", lambda due: due is None),
    )  # fmt: skip


def _promises(user: User, now: datetime) -> Iterator[Task]:
    """Yield running clocks: the office's own, and those of whoever leads the work."""
    if not can(user, "work_engagements"):
        return
    running = Clock.objects.filter(state="running", engagement__stage__in=STILL)
    if not can(user, "triage"):
        running = running.filter(engagement__lead=user).exclude(measure="response")
    else:
        running = running.filter(
            Q(measure="response")
            | Q(engagement__lead=user)
            | Q(due__lte=now + SOON)
            | Q(warn__lte=now)
        )
    rows = running.select_related("engagement__lead").order_by("due")[:MOST]
    for clock in rows:
        engagement = clock.engagement
        led = f"led by {engagement.led_by}" if engagement.led_by else "nobody leads it yet"
        whose = "you lead it" if engagement.lead_id == user.pk else led
        said = NEAR.get(clocks.outcome_at(clock, now), "Promised")
        yield Task(
            f"{engagement.label} {engagement.title}",
            MEASURES[clock.measure],
            f"{said}; {whose}",
            _page(engagement),
            clock.due,
        )


def _paused(user: User, now: datetime) -> Iterator[Task]:
    """Yield engagements that wait, so that a pause is not forgotten."""
    if not can(user, "work_engagements"):
        return
    rows = Engagement.objects.filter(is_paused=True)
    if not can(user, "triage"):
        rows = rows.filter(lead=user)
    for each in rows.order_by("since")[:MOST]:
        yield Task(f"{each.label} {each.title}", "Ask again", "Its clock is paused", _page(each))


def _deliveries(user: User, now: datetime) -> Iterator[Task]:
    """Yield deliveries that wait for a leader's word, and value that can be recognized."""
    if not can(user, "accept"):
        return
    own = Q(customer=user) | Q(unit__leader=user)
    if can(user, "triage"):  # an owner stands in where the customer has no seat
        own |= Q(customer=None)
    rows = Engagement.objects.exclude(lead=user)
    for each in rows.filter(own, stage="delivered").distinct().order_by("since")[:MOST]:
        why = "Delivered to you" if each.customer_id == user.pk else f"Delivered to {each.asked_by}"
        yield Task(f"{each.label} {each.title}", "Accept or send back", why, _page(each),
                   each.since + SOON)  # fmt: skip
    seen = rows.filter(own, stage="accepted", values__kind="delivered").distinct()
    for each in seen.filter(since__lte=now - AFTER_VALUE).order_by("since")[:MOST]:
        yield Task(f"{each.label} {each.title}", "Say what it was worth",
                   "Value was delivered; nobody of yours has recognized it",
                   f"{_page(each)}#value")  # fmt: skip


def _owned(user: User, now: datetime) -> Iterator[Task]:
    """Yield needs and proposals that only their owner can go on with."""
    if not can(user, "record_needs"):
        return
    for merge in Merge.objects.filter(state="asked", need__owner=user).select_related("need"):
        yield Task(f"{merge.need.label} {merge.need.title}", "Agree or decline",
                   "Somebody proposes to merge your need into another",
                   reverse("service:need", args=[merge.need_id]))  # fmt: skip
    rows = Need.objects.open().filter(Q(urgency="now") | Q(needed_by__lte=now.date() + SOON))
    if not can(user, "triage"):
        rows = rows.filter(owner=user)
    for each in rows.exclude(engagements__stage__in=STILL).distinct().order_by("number")[:MOST]:
        due = datetime.combine(each.needed_by, time(23, 59), tzinfo=UTC) if each.needed_by else None
        yield Task(f"{each.label} {each.title}", "Find an answer",
                   "Urgent, and nobody works on it", reverse("service:need", args=[each.pk]),
                   due)  # fmt: skip


def _answers(user: User, now: datetime) -> Iterator[Task]:
    """Yield what customers said that waits for an answer."""
    if not can(user, "work_engagements"):
        return
    page = f"{reverse('service:satisfaction')}#complaints"
    for each in Complaint.objects.filter(done_at=None).order_by("on")[:MOST]:
        yield Task(each.text[:120], "Say what was done", f"A complaint of {each.said_by}", page,
                   each.at + timedelta(days=10))  # fmt: skip
    rows = Engagement.objects.filter(stage="delivered", askings=None)
    if not can(user, "triage"):
        rows = rows.filter(lead=user)
    for engagement in rows.order_by("since")[:MOST]:
        yield Task(f"{engagement.label} {engagement.title}", "Ask the one question",
                   "Delivered, and the customer was not asked", f"{_page(engagement)}#said",
                   engagement.since + timedelta(days=5))  # fmt: skip


def _vision(user: User, now: datetime) -> Iterator[Task]:
    """Yield the vision: a draft to agree to, or a review that falls due."""
    newest = VisionEdition.objects.prefetch_related("reviews").first()
    if newest is None:
        return
    page = reverse("service:vision")
    if newest.agreed_at is None:
        if can(user, "accept") and newest.by_id != user.pk:
            yield Task(str(newest), "Agree or talk", "Drafted; the customer has to agree", page)
        return
    if not can(user, "edit_catalogue"):
        return
    reviews = list(newest.reviews.all())
    due = reviews[0].next_on if reviews else newest.review_on
    if due and due <= now.date() + SOON:
        yield Task(str(newest), "Review it", "Its review falls due", page,
                   datetime.combine(due, time(23, 59), tzinfo=UTC))  # fmt: skip


def _ballots(user: User, now: datetime) -> Iterator[Task]:
    """Yield open rounds in which the person has not answered."""
    rows = Turnout.objects.filter(
        participant__user=user, participant__removed=False, answered=False, round__state="open"
    )
    for each in rows.select_related("round__item__workshop")[:MOST]:
        item = each.round.item
        yield Task(f"{item.workshop.title}: {item.title}", "Answer", "Your answer is asked for",
                   reverse("room:here", args=[item.workshop.code]),
                   each.round.deadline)  # fmt: skip


STILL = ("asked", "triaged", "agreed", "working", "delivered", "accepted", "recognized")
SOURCES: tuple[Callable[[User, datetime], Iterator[Task]], ...] = (
    _promises, _paused, _deliveries, _owned, _answers, _vision, _ballots,
)  # fmt: skip
"""Where tasks come from; each looks at what the person may do."""


def digest(user: User, *, at: datetime | None = None) -> Report:
    """Bring the week together: what waits, and what happened in the last seven days."""
    now = at or timezone.now()
    found = desk(user, at=now)
    served = Organization.objects.first()
    blocks: list[Heading | Points | Text] = [Text(found.sentence, "lead")]
    for pile in found.piles:
        if pile.key in ("late", "today", "week"):
            blocks += [Heading(pile.title), Points(tuple(_line(each) for each in pile.tasks))]
    rest = sum(len(each.tasks) for each in found.piles if each.key in ("later", "open"))
    if rest:
        blocks.append(Text(f"{rest} more can wait; they are on your desk.", "small"))
    blocks += [Heading("What happened in the last seven days"), Points(_happened(now))]
    if note := illustrative():
        blocks.append(Text(note, "small"))
    title = f"{served.name if served else 'Headwater'}: your week of {now.day} {now:%B %Y}"
    section = Section("week", "Week", title, tuple(blocks))
    return Report(title, f"For {name_of(user)}", (section,), MoneyUnit())


def digest_mail(user: User, *, at: datetime | None = None) -> bytes:
    """Return the week as one draft of an e-mail (.eml)."""
    return mail.render(digest(user, at=at), to=user.email, to_name=name_of(user))


def _line(task: Task) -> str:
    due = f", {task.due.day} {task.due:%b, %H:%M} UTC" if task.due else ""
    return f"{task.verb}: {task.title.rstrip('.')}{due}"


def _happened(now: datetime) -> tuple[str, ...]:
    week = now - timedelta(days=7)
    answers = Feedback.objects.filter(at__gte=week, at__lte=now)
    counts = (
        (Need.objects.filter(at__gte=week, at__lte=now).count(), "need", "recorded"),
        (Engagement.objects.filter(opened__gte=week, opened__lte=now).count(), "service",
         "asked for or offered"),
        (Engagement.objects.filter(delivered_at__gte=week, delivered_at__lte=now).count(),
         "engagement", "delivered"),
        (answers.count(), "answer", "from customers"),
        (Clock.objects.filter(clocks.breached_rows(now), breach__gte=week, breach__lte=now)
         .count(), "promise", "missed"),
        (Complaint.objects.filter(at__gte=week, at__lte=now).count(), "complaint", "heard"),
    )  # fmt: skip
    said = [f"{n} {word}{'' if n == 1 else 's'} {rest}" for n, word, rest in counts if n]
    return tuple(said) or ("Nothing was recorded.",)


def _page(engagement: Engagement) -> str:
    return reverse("service:engagement", args=[engagement.pk])
