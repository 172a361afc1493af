"""The transformation of the sample year: savings, end-to-end processes and growth, as claimed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from headwater.web.account.actions import growth, processes, transformation
from headwater.web.account.actions.sample import text

if TYPE_CHECKING:
    from headwater.web.account.actions.sample.playing import Play

MILLION = 1e6
PAPER_BEFORE = 6  # days from the paper that shows a saving to its claim
CONFIRMED_AFTER = 12  # days from a claim to the word of who answers for the cost line
PROCESSES_ON = 3  # the day on which processes are registered


def lay_out(play: "Play") -> None:
    """Put the goal, the savings, the processes and the growth plan into the year's queue."""
    found = text.path()
    goal = found["goal"]

    def set_goal(at: datetime) -> None:
        transformation.set_goal(
            amount=goal["millions"] * MILLION, reason=goal["reason"], by=play.head, at=at
        )

    play.later(play.day(goal["day"]), set_goal)
    for said in found["savings"]:
        _saving(play, said)
    for said in found["processes"]:
        _process(play, said)
    for said in found["growth"]:
        _growth(play, said)


def _saving(play: "Play", said: Mapping[str, Any]) -> None:
    """Claim a saving; it is confirmed, taken back, or left as it is."""

    def claim(at: datetime) -> None:
        shown = at.date() - timedelta(days=PAPER_BEFORE) if said["evidence"] else None
        made = transformation.claim_saving(
            title=said["title"],
            cost_line=said["line"],
            period=str(play.now.year),
            amount=said["millions"] * MILLION,
            baseline=said["baseline"] * MILLION,
            baseline_source=said["source"],
            evidence=said["evidence"],
            evidenced=shown,
            by=play.seats[said["claims"]],
            at=at,
        )

        def confirm(then: datetime) -> None:
            transformation.confirm_saving(saving=made, by=play.seats[said["confirms"]], at=then)

        def withdraw(then: datetime) -> None:
            transformation.withdraw_saving(saving=made, by=play.head, at=then)

        if said["confirms"]:
            play.later(at + timedelta(days=CONFIRMED_AFTER), confirm)
        if said.get("withdrawn"):
            play.later(at + timedelta(days=said["withdrawn"]), withdraw)

    play.later(play.day(said["day"]), claim)


def _process(play: "Play", said: Mapping[str, Any]) -> None:
    def register(at: datetime) -> None:
        processes.register_process(
            title=said["title"],
            customer=said["customer"],
            services=[service for service, _ in said["steps"]],
            units=[unit for _, unit in said["steps"]],
            owner=said["owner"],
            days=said["days"],
            since=at.date(),
            by=play.head,
            at=at,
        )

    play.later(play.day(PROCESSES_ON), register)


def _growth(play: "Play", said: Mapping[str, Any]) -> None:
    def plan(at: datetime) -> None:
        after: date | None = None
        if said["starts"] is not None:
            after = (play.now + timedelta(days=said["starts"])).date()
        worth = said["millions"]
        growth.plan_growth(
            title=said["title"],
            objectives=[key for key in said["goal"] if key in play.known],
            value=worth * MILLION if worth is not None else None,
            owner=said["owner"],
            starts=after,
            by=play.head,
            at=at,
        )

    play.later(play.day(said["day"]), plan)
