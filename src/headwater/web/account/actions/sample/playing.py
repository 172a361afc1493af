"""Playing the sample year: what happens, in the order of time, each by its action."""

import heapq
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from headwater.numeric.streams import stream
from headwater.web.account.actions.sample import ground, path, text
from headwater.web.account.actions.sample.course import course
from headwater.web.account.actions.sample.serving import Serving
from headwater.web.organization.models import Unit
from headwater.web.service.actions import catalogue, needs, vision
from headwater.web.service.actions.calendars import newest
from headwater.web.service.models import Calendar, Need, Offering, OfferingEdition, VisionEdition
from headwater.web.strategy.models import Objective

Deed = Callable[[datetime], None]
LATEST = (9.0, 7.0, 5.5, 3.2, 1.6, 0.1)  # days before the end at which the last requests come
NEED_EVERY = 14.5  # days
FOLLOWS_AFTER = 5  # days from a need to the engagement that answers it
HANDED_OVER_AFTER = 1.5  # days from a delivery to the next service of a chain
NEXT_IN_CHAIN = 1_000  # added to the number of an engagement for the one that follows it


class Play:
    """A year that unfolds: deeds wait in a queue by their moment; one may bring others."""

    def __init__(
        self,
        found: Mapping[str, Any],
        seats: Mapping[str, User],
        *,
        first: datetime,
        now: datetime,
        seed: int,
    ) -> None:
        self.found, self.seats, self.first, self.now, self.seed = found, seats, first, now, seed
        self.head = seats[text.HEAD]
        self.hours = newest(Calendar.objects.get(is_usual=True)).said
        self.offered: dict[str, tuple[Offering, OfferingEdition]] = {
            each.key: (each, edition) for each, edition in catalogue.in_force()
        }
        self.units = {each.name: each for each in Unit.objects.all()}
        self.known = set(Objective.objects.values_list("key", flat=True))
        self.needs: dict[int, Need] = {}
        self.complaints = list(found["complaints"])
        self._queue: list[tuple[datetime, int, Deed]] = []
        self._order = count()

    def later(self, at: datetime, deed: Deed) -> None:
        """Put a deed into the queue; what lies after the end of the year does not happen."""
        if at <= self.now:
            heapq.heappush(self._queue, (at, next(self._order), deed))

    def go(self) -> None:
        """Play from the first day to the last."""
        self._vision()
        path.lay_out(self)
        following, others = text.works(dict(self.found))
        for place, said in enumerate(self.found["needs"]):
            self._need(place, said)
        for number, work in enumerate(following):
            opened = self.day(self._need_day(work.need or 0) + FOLLOWS_AFTER)
            self._begin(work, opened, number)
        for number, (work, opened) in enumerate(
            zip(others, self._spread(len(others)), strict=True)
        ):
            self._begin(work, opened, 100 + number)
        while self._queue:
            at, _, deed = heapq.heappop(self._queue)
            deed(at)

    def follow(self, work: text.Work, after: Serving, at: datetime) -> None:
        """Let an engagement hand over to the next of its chain, a day or two later."""
        opened = at + timedelta(days=HANDED_OVER_AFTER)
        if opened < self.now:
            self._begin(work, opened, after.number + NEXT_IN_CHAIN, follows=after)

    def _begin(
        self, work: text.Work, opened: datetime, number: int, follows: Serving | None = None
    ) -> None:
        _, edition = self.offered[work.service]
        said = edition.said
        drawn = course(
            stream(self.seed, number),
            opened=opened,
            levels=said.levels,
            steps=len(said.steps),
            hours=self.hours,
            progress=(opened - self.first) / (self.now - self.first),
            slow=number == 100 + len(self.found["extra"]) - len(LATEST),
        )
        Serving(self, work, drawn, number, follows).begin()

    def _spread(self, number: int) -> list[datetime]:
        even = number - len(LATEST)
        days = [360.0 * (place + 0.5) / even for place in range(even)]
        return [self.day(each) for each in days] + [
            self.now - timedelta(days=each) for each in LATEST
        ]

    def _need_day(self, place: int) -> float:
        return 4 + NEED_EVERY * place

    def day(self, days: float) -> datetime:
        """Return the moment so many days after the first."""
        return self.first + timedelta(days=days)

    def _need(self, place: int, said: Mapping[str, Any]) -> None:
        def record(at: datetime) -> None:
            unit = self.found["units"][said["unit"]][0]
            owner = self.seats.get(said["owner"])
            self.needs[place] = needs.record_need(
                title=said["title"],
                for_whom=said["for"],
                found_by=said["found"],
                unit=self.units.get(unit),
                owner=owner,
                owner_name=said["owner"],
                urgency=said["urgency"],
                objectives=[key for key in said["goal"] if key in self.known],
                evidence=[needs.Fact(words, source) for words, source in said["facts"]],
                by=self.head,
                at=at,
            )

        self.later(self.day(self._need_day(place)), record)

    def _vision(self) -> None:
        def drafted(at: datetime) -> None:
            made = ground.draft(self.found, by=self.head, at=at)
            leader = self.seats[text.LEADERS[0]]
            self.later(
                at + timedelta(days=9),
                lambda then: void(vision.agree_vision(edition=made, by=leader, at=then)),
            )
            for after, words in zip((178, 330), self.found["vision"]["reviews"], strict=True):
                self.later(at + timedelta(days=after), self._review(made.pk, words))

        self.later(self.day(11), drafted)

    def _review(self, edition: int, words: str) -> Deed:
        def review(at: datetime) -> None:
            found = VisionEdition.objects.get(pk=edition)
            next_on = (at + timedelta(days=150)).date()
            vision.review_vision(edition=found, found=words, next_on=next_on, by=self.head, at=at)

        return review


def void(result: object) -> None:
    """Let the result of an action go: what was done is written."""
    del result
