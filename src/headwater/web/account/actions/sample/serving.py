"""One engagement of the sample year, from the request to recognized value."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from headwater.web.account.actions.sample import text
from headwater.web.account.actions.sample.course import Course
from headwater.web.presentation.actions_charter import issue_charter
from headwater.web.service.actions import engagements, feedback, needs, promises, working
from headwater.web.service.models import Engagement, Need

if TYPE_CHECKING:
    from headwater.web.account.actions.sample.playing import Play

RECENT = timedelta(days=120)  # how far back the steps of playbooks were written down
MILLION = 1e6
DECLINED, WITHDRAWN, REOPENED, WAITING = 110, 109, 106, 19
"""Which engagements end otherwise: declined, withdrawn, opened again, waiting at the end."""
BANDS = {"pre-review": "days", "charter-support": "hours", "assurance-check": "days"}


class Serving:
    """One engagement and what it brings, deed by deed."""

    def __init__(
        self,
        play: "Play",
        work: text.Work,
        course: Course,
        number: int,
        follows: "Serving | None" = None,
    ) -> None:
        self.play, self.work, self.course, self.number = play, work, course, number
        self.follows = follows
        self.customer = play.seats.get(work.customer)
        self.head = play.head
        self.lead = play.seats[
            text.FACILITATOR
            if "workshop" in work.service
            else (text.HEAD, text.ANALYST)[number % 2]
        ]
        self._row: Engagement | None = None

    @property
    def engagement(self) -> Engagement:
        """The engagement; the actions read it anew wherever that matters."""
        if self._row is None:
            raise LookupError(f"{self.work.title} was not asked for yet")
        return self._row

    @property
    def need(self) -> Need | None:
        """The need behind it."""
        return self.play.needs.get(self.work.need) if self.work.need is not None else None

    def begin(self) -> None:
        """Put everything that is known from the start into the queue."""
        course, later = self.course, self.play.later
        later(course.opened, self._ask)
        if self.number == DECLINED:
            later(course.responded, self._decline)
            return
        later(course.responded, self._take_in)
        if self.number == WITHDRAWN:
            later(course.agreed, self._withdraw)
            return
        later(course.agreed, self._agree)
        later(course.started, self._start)
        if self.number == WAITING:
            later(self.play.now - timedelta(days=2), self._pause)
            return
        if course.paused and course.resumed:
            later(course.paused, self._pause)
            later(course.resumed, self._resume)
        if course.delivered > self.play.now - RECENT:
            for step, at in enumerate(course.steps, start=1):
                later(max(at, course.started), self._step(step))
        later(course.delivered, self._deliver)
        if self.play.offered[self.work.service][1].said.levels[-1].measure == "decision":
            later(course.submitted, self._submit)
            later(course.decided, self._decide)
        later(course.asked, self._question)

    def _ask(self, at: datetime) -> None:
        offered = self.need is not None and self.need.found_by == "office"
        self._row = engagements.ask(
            offering=self.play.offered[self.work.service][0],
            title=self.work.title,
            need=self.need,
            customer=self.customer,
            customer_name=self.work.customer,
            initiative="initiative" if offered else "request",
            follows=self.follows.engagement if self.follows else None,
            by=self.head if offered or not self.customer else self.customer,
            at=at,
        )

    def _take_in(self, at: datetime) -> None:
        answer = "We take it on, and talk about the scope this week."
        engagements.take_in(
            engagement=self.engagement, answer=answer, lead=self.lead, by=self.head, at=at
        )

    def _decline(self, at: datetime) -> None:
        reason = f"{self.work.gave}; a talk about the need would help more."
        engagements.decline(engagement=self.engagement, reason=reason, by=self.head, at=at)

    def _withdraw(self, at: datetime) -> None:
        reason = "The plan behind it was given up."
        engagements.withdraw(engagement=self.engagement, reason=reason, by=self.head, at=at)

    def _agree(self, at: datetime) -> None:
        made = engagements.agree(
            engagement=self.engagement,
            scope=f"{self.work.title}: what is known, what is not, and a next step.",
            agreed_with=self.work.customer,
            by=self.lead,
            at=at,
        )
        if self.work.money:
            feedback.state_value(
                engagement=made, kind="forecast", words="First estimate of what it is worth",
                amount=self._money(0.9, 1.4), by=self.lead, at=at,
            )  # fmt: skip

    def _start(self, at: datetime) -> None:
        engagements.start(engagement=self.engagement, by=self.lead, at=at)

    def _pause(self, at: datetime) -> None:
        reasons = self.play.found["waits"]
        reason = reasons[self.number % len(reasons)]
        promises.pause(engagement=self.engagement, reason=reason.capitalize(), by=self.lead, at=at)

    def _resume(self, at: datetime) -> None:
        promises.resume(engagement=self.engagement, by=self.lead, at=at)

    def _step(self, step: int) -> Callable[[datetime], None]:
        def done(at: datetime) -> None:
            left = self.engagement.offering.said.steps[step - 1].artefact
            where = f"office folder, {self.engagement.label}" if left else ""
            working.finish_step(
                engagement=self.engagement, step=step, artefact=where, by=self.lead, at=at
            )

        return done

    def _deliver(self, at: datetime) -> None:
        self._row = engagements.deliver(
            engagement=self.engagement,
            what=self.work.gave or "A first answer, to be looked at together",
            band=BANDS.get(self.work.service, "weeks"),
            by=self.lead,
            at=at,
        )
        if self.course.is_late and self.play.complaints:
            self.play.later(at + timedelta(days=2), self._complain)
        for work in self.work.then:
            self.play.follow(work, self, at)

    def _complain(self, at: datetime) -> None:
        if not self.play.complaints:
            return
        words, done = self.play.complaints.pop(0)
        made = feedback.complain(
            text=words, said_by=self.work.customer, engagement=self.engagement, by=self.head, at=at
        )
        if done:
            self.play.later(
                at + timedelta(days=5),
                lambda then: feedback.settle_complaint(
                    complaint=made, done=done, by=self.head, at=then
                ).clean(),
            )

    def _submit(self, at: datetime) -> None:
        working.submit(engagement=self.engagement, to=self.work.customer, by=self.lead, at=at)

    def _decide(self, at: datetime) -> None:
        working.decide(
            engagement=self.engagement,
            decision=f"Go on with it: {(self.work.gave or self.work.title)[:200]}",
            by_whom=self.work.customer,
            by=self.lead,
            at=at,
        )

    def _question(self, at: datetime) -> None:
        made = feedback.ask_customer(engagement=self.engagement, by=self.lead, at=at).asking
        reopens = (
            self.number == REOPENED and not self.engagement.events.filter(kind="reopened").exists()
        )
        when = self.course.answered
        if reopens:
            when = at + timedelta(days=1)
        if when is None:
            return

        def answer(then: datetime) -> None:
            if reopens:
                comment = "The supplier's plan was not looked at."
                feedback.answer(asking=made, score=5, comment=comment, accepts=False, at=then)
                self.play.later(then + timedelta(days=3), self._deliver)
                self.play.later(then + timedelta(days=4), self._question)
                return
            score = self.course.score
            feedback.answer(
                asking=made, score=score, comment=self._words(score), accepts=True, at=then
            )
            self._after(then)

        self.play.later(max(when, at + timedelta(hours=1)), answer)

    def _after(self, at: datetime) -> None:
        """Bring what follows acceptance: charter, answered need, value that was seen."""
        if self.work.project or self.work.service == "charter-support":
            self.play.later(max(at, self.course.decided) + timedelta(days=6), self._charter)
        said = self.play.found["needs"][self.work.need] if self.work.need is not None else None
        if said and said["answer"] and not self.work.then:
            self.play.later(max(at, self.course.decided) + timedelta(days=9), self._answered)
        if self.work.money:
            self.play.later(at + timedelta(days=50), self._delivered_value)

    def _charter(self, at: datetime) -> None:
        name = self.work.project or self.work.title.removeprefix("Charter for ").capitalize()
        name = f"{name} (illustrative)"  # so that its paper says so too
        issue_charter(engagement=self.engagement, name=name, by=self.head, at=at)

    def _answered(self, at: datetime) -> None:
        need = self.need
        if need is None or self.work.need is None:
            return
        answer = self.play.found["needs"][self.work.need]["answer"]
        needs.answer_need(
            need=Need.objects.get(pk=need.pk), answer=answer, text=self.work.gave, by=self.head,
            at=at,
        )  # fmt: skip

    def _delivered_value(self, at: datetime) -> None:
        feedback.state_value(
            engagement=self.engagement, kind="delivered", words="Counted after seven weeks",
            amount=self._money(0.7, 1.05), by=self.lead, at=at,
        )  # fmt: skip
        if self.course.spread < 0.75:
            self.play.later(at + timedelta(days=25), self._recognize)

    def _recognize(self, at: datetime) -> None:
        feedback.state_value(
            engagement=self.engagement, kind="recognized",
            words="Seen in the figures of the unit", amount=self._money(0.55, 0.9),
            by=self.customer or self.play.seats[text.LEADERS[0]], at=at,
        )  # fmt: skip

    def _money(self, low: float, high: float) -> float:
        return round(self.work.money * (low + (high - low) * self.course.spread), 1) * MILLION

    def _words(self, score: int) -> str:
        kind = "praise" if score >= 9 else "middling" if score >= 7 else "blame"
        said: list[str] = self.play.found[kind]
        return said[self.number % len(said)]
