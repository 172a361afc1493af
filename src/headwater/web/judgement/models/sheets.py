"""What leaders answered, as it is kept: one sheet a leader, one row an answer."""

from django.conf import settings
from django.db import models

from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement as JudgementRecord

LONGEST_NAME = 500


class Sheet(models.Model):
    """All answers of one leader.

    `illustrative` marks answers that nobody gave. `user` is the leader's account where there
    is one; `recorded_by` is who typed the answers, which may be someone on their behalf.
    """

    leader = models.CharField(max_length=200, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["leader"]

    def __str__(self) -> str:
        return self.leader


class Judgement(models.Model):
    """One answer: what `left` is worth, alone or compared with `right`; no ends: "don't know"."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="answers")
    method = models.CharField(max_length=40)
    left = models.CharField(max_length=LONGEST_NAME)
    right = models.CharField(max_length=LONGEST_NAME, default="", blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "method", "left", "right"], name="one_answer")
        ]

    def __str__(self) -> str:
        return f"{self.sheet.leader}: {self.left}"

    @property
    def answer(self) -> Interval | None:
        """The number or range given; None is "don't know"."""
        return None if self.low is None or self.high is None else Interval(self.low, self.high)

    def record(self) -> JudgementRecord:
        """Return the answer as the vocabulary knows it."""
        return JudgementRecord(
            self.sheet.leader, self.method, self.left, self.right or None, self.answer
        )
