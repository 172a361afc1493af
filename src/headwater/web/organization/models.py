"""The organization, its units and seats; sign-in links and tokens; the trail of what was done."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone


class Organization(models.Model):
    """The one organization that this installation serves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="GBP", help_text="ISO 4217 code.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="organization_is_only_one")
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the organization: a department, a bureau, a team."""

    name = models.CharField(max_length=200, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    leader = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="units_led"
    )
    leader_name = models.CharField(max_length=200, default="", blank=True)
    purpose = models.CharField(max_length=500, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def led_by(self) -> str:
        """Who leads it, as people say it; "" where nobody is named."""
        return name_of(self.leader) if self.leader else self.leader_name


class Role(models.TextChoices):
    """What a person is here; what each role may do is the table in permissions.py."""

    OWNER = "owner", "Owner"
    PORTFOLIO_OFFICE = "portfolio_office", "Portfolio office"
    FACILITATOR = "facilitator", "Facilitator"
    LEADER = "leader", "Leader"
    OBSERVER = "observer", "Observer"


class Seat(models.Model):
    """A person's place in the organization; without one a person may do nothing."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="seat")
    role = models.CharField(max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="seats"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="seat_has_a_known_role"
            )
        ]

    def __str__(self) -> str:
        return f"{name_of(self.user)}, {self.get_role_display()}"


def name_of(user: User) -> str:
    """Return how a person is called on screen and in the audit trail."""
    return user.get_full_name() or user.get_username()


class SignInLink(models.Model):
    """A link that signs one person in once; only the digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def is_open(self, now: datetime | None = None) -> bool:
        """Say whether the link still signs in."""
        return self.used is None and self.expires > (now or timezone.now())


class SignInFailure(models.Model):
    """A refused sign-in; who and where only as keyed digests. Counted to slow guessing down."""

    key = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)


class ApiToken(models.Model):
    """A key of the REST API: scoped, expiring, revocable; only its digest is kept."""

    class Scope(models.TextChoices):
        """What the token may do; never more than its person may."""

        READ = "read", "Read only"
        WRITE = "write", "Read and write"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=5, choices=Scope.choices)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    last_used = models.DateField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Say whether the token still opens the API."""
        return self.revoked is None and self.expires > timezone.now()


class AuditEvent(models.Model):
    """One thing that was done. Never changed nor removed: the database itself refuses.

    `digest` is over this event and the digest before it, so a changed, removed, added or moved
    event breaks the chain; see audit.py.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    name = models.CharField(max_length=100, db_index=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    target_kind = models.CharField(max_length=100)
    target_id = models.CharField(max_length=100)
    target_title = models.CharField(max_length=300)
    detail: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Note(models.Model):
    """What is known of the organization in one respect, as of a day; a newer one takes its place.

    Nothing is overwritten: the notes before stay, with their source and date.
    """

    class Subject(models.TextChoices):
        """What a note is about."""

        STRATEGY = "strategy", "Strategy"
        CULTURE = "culture", "Culture"
        MATURITY = "maturity", "Maturity"
        SERVES = "serves", "Whom it serves"
        OFFERS = "offers", "What it offers them"
        INCOME = "income", "Where its money comes from"
        COSTS = "costs", "What its money goes into"
        PARTNERS = "partners", "Whom it depends on"
        BOUNDS = "bounds", "What binds it"

    subject = models.CharField(max_length=20, choices=Subject.choices)
    text = models.TextField()
    source = models.CharField(max_length=300, default="", blank=True)
    as_of = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}, {self.as_of:%Y-%m-%d}"


class Stakeholder(models.Model):
    """A person or group with a part in what is decided: who decides, who pays, who is affected."""

    class Say(models.IntegerChoices):
        """How much one can move, or how much it matters to one."""

        LITTLE = 1, "little"
        SOME = 2, "some"
        MUCH = 3, "much"

    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, default="", blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="stakeholders"
    )
    decides = models.BooleanField(default=False)
    pays = models.BooleanField(default=False)
    is_affected = models.BooleanField(default=False)
    influence = models.PositiveSmallIntegerField(choices=Say.choices, null=True, blank=True)
    interest = models.PositiveSmallIntegerField(choices=Say.choices, null=True, blank=True)
    cares_about = models.CharField(max_length=500, default="", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decides=True) | models.Q(pays=True) | models.Q(is_affected=True),
                name="stakeholder_has_a_part",
            )
        ]

    def __str__(self) -> str:
        return self.name
