"""A workshop as it is kept: its agenda, who takes part, what was parked, and what was announced."""

import uuid
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models

from headwater.web.judgement.states import Mode, Pace, State
from headwater.web.organization.models import Role
from headwater.web.organization.permissions import can, seat_of
from headwater.web.runs.models import Run

LONGEST_TITLE = 200


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    """Choices of workshops."""

    def conducted_by(self, user: User | AnonymousUser) -> Self:
        """Keep those that the person facilitates; an owner of the organization may any."""
        seat = seat_of(user)
        if seat is None or not can(user, "facilitate"):
            return self.none()
        if seat.role == Role.OWNER:
            return self
        return self.filter(facilitators=user.pk)

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """Keep those that the person facilitates or takes part in."""
        if not isinstance(user, User):
            return self.none()
        part = models.Q(participants__user=user, participants__removed=False)
        conducted = models.Q(pk__in=self.conducted_by(user).values("pk"))
        return self.filter(part | conducted).distinct()


class Workshop(models.Model):
    """A meeting with a purpose, in one room at one time or by links until a deadline.

    Attributes
    ----------
    mode
        Who sees whose answers; fixed for good when the first question opens.
    pace
        Whether the facilitator moves everyone's screen, or everyone goes at their own pace.
    code, pin
        What people type to join the room; the PIN changes when the facilitator says so.
    quorum
        How many answers a question needs before it may be revealed.
    now
        The item on everyone's screen.
    timer_ends
        When the time of the item on screen is up; None while no timer runs.
    sequence
        Number of the last event that was announced to open screens.
    asking
        The run that said last what is worth asking next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=LONGEST_TITLE)
    purpose = models.TextField(blank=True)
    template = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.CONFIDENTIAL)
    pace = models.CharField(max_length=12, choices=Pace.choices, default=Pace.TOGETHER)
    starts = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    remind = models.DateTimeField(null=True, blank=True)
    reminded = models.BooleanField(default=False)
    quorum = models.PositiveIntegerField(default=1)
    late_joiners = models.BooleanField(default=True)
    code = models.CharField(max_length=8, unique=True)
    pin = models.CharField(max_length=6)
    now = models.ForeignKey(
        "judgement.Item", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    timer_ends = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    asking = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    facilitators = models.ManyToManyField(User, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    opened = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_hidden(self) -> bool:
        """Whether answers are never shown beside names."""
        return self.mode != Mode.NAMED


class Item(models.Model):
    """One point of the agenda.

    Attributes
    ----------
    kind
        ``criteria``, ``projects``, ``write``, ``discuss`` or ``decide``; what each is stands in
        templates.py.
    subjects, criteria
        What is judged: criteria, or projects on criteria, or the options of a decision, by name.
    method
        How criteria are asked about: a name of the elicitation rack.
    anchors
        What a level of the scale looks like, by level: {"4": "as Harbour wall did"}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=LONGEST_TITLE)
    question = models.TextField(blank=True)
    method = models.CharField(max_length=40, blank=True)
    subjects: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    criteria: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    anchors: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    minutes = models.PositiveIntegerField(default=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    outcome = models.TextField(blank=True)
    began = models.DateTimeField(null=True)
    spent = models.PositiveIntegerField(default=0, help_text="Seconds on everyone's screen.")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["workshop", "place", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def asks(self) -> bool:
        """Whether people answer something here."""
        return self.kind != "discuss"


class Participant(models.Model):
    """Someone who takes part: a leader judges, an observer watches.

    `digest` is of the secret of a personal link that works once; only the digest is kept. `away`
    names who casts on their behalf.
    """

    class Part(models.TextChoices):
        """What a participant does."""

        LEADER = "leader", "Leader"
        OBSERVER = "observer", "Observer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    part = models.CharField(max_length=10, choices=Part.choices, default=Part.LEADER)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULLs may repeat
    joined = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    proxy = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="stands_for"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "name"], name="one_participant_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class Parked(models.Model):
    """A thought put aside: kept for later, or turned into an action with an owner and a date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="parked")
    text = models.TextField()
    is_action = models.BooleanField(default=False)
    owner = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    taken_away = models.BooleanField(default=False)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ["workshop", "number"]

    def __str__(self) -> str:
        return self.text[:80]


class Step(models.Model):
    """What the facilitator did last, so that it can be undone: the state before and after."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="steps")
    what = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    before: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    sequence = models.PositiveBigIntegerField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.words


class Announcement(models.Model):
    """One event for open screens: it says that something changed, never what anyone answered.

    `number` counts within the workshop without gaps; a screen that was away asks for what came
    after the last number it knows. `wide` means that participants are told too.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="announcements")
    number = models.PositiveBigIntegerField()
    name = models.CharField(max_length=40)
    wide = models.BooleanField(default=True)

    class Meta:
        ordering = ["workshop", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="one_announcement_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Note(models.Model):
    """A message to a participant, written and not sent: the outbox of a workshop."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="notes")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    sent = models.BooleanField(default=False)

    class Meta:
        ordering = ["participant__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "participant", "kind"], name="one_note_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return self.subject
