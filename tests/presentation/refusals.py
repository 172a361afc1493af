"""Answers to sponsors at Rivermouth Council: a full one, bare ones, hostile ones."""

from typing import Any

from headwater.vocabulary.refusal import Closeness, Contact, Displacer, Refusal, WayIn
from headwater.vocabulary.units import Interval, MoneyUnit

DIGEST = "9f2c41d7a0b86e5d3c17f4ab02d98e6571c3ba40f6e8d2195b7c0a34e1f86d29"


def cycle_link(**other: Any) -> Refusal:
    """Amara's cycle link: everything is known of it."""
    fields: dict[str, Any] = {
        "project": "Cycle link to Ferry Point",
        "id": "P17",
        "answer": "not now",
        "closeness": Closeness(0.0, 9, place=17, places=99, loss=0.012),
        "plan": "Rivermouth Council capital programme 2026",
        "sponsor": "Amara",
        "sponsor_email": "amara@rivermouth.example",
        "unit": "Highways",
        "cost": Interval(4.0, 4.4),
        "budget": 131.0,
        "money": MoneyUnit("GBP", 1_000_000),
        "recommended": 53,
        "proposed": 99,
        "displacers": (
            Displacer("Library hours in Old Town", "costs GBP 1.9 million and scores 8% higher"),
            Displacer("Payroll replacement", "costs GBP 2.6 million and scores 3% lower"),
        ),
        "changes": (
            WayIn("A lower cost (30% less)", "At GBP 3.1 million or less, we would.", True),
            WayIn("A larger budget (2% more)", "With GBP 133 million to spend, we would.", True),
        ),
        "review": "2027-03-15",
        "contact": Contact("Dev, portfolio office", "dev@rivermouth.example"),
        "assumed": ("Where a cost is a range, we counted its high end.",),
        "doubts": ("The judgements are illustrative. They were made up to show the method.",),
        "digest": DIGEST,
    }
    return Refusal(**{**fields, **other})


def bare() -> Refusal:
    """Hardly anything is known."""
    return Refusal(
        project="Library hours", id="L", answer="close call", closeness=Closeness(0.5, 2)
    )


def variants() -> tuple[Refusal, ...]:
    """One of each kind of answer."""
    return (
        cycle_link(),
        bare(),
        cycle_link(answer="stop", id="S", closeness=Closeness(0.0, 1, loss=0.0), displacers=()),
        cycle_link(answer="close call", id="C", closeness=Closeness(3 / 9, 9, loss=0.0004)),
        cycle_link(
            id="D", closeness=Closeness(0.12, 1000, complete=False, fits=False), changes=(),
            reason="It costs GBP 140 million, which is more than the budget of GBP 131 million.",
        ),
        cycle_link(id="E", changes=(WayIn("A lower cost", "At GBP 3 million or less.", False),)),
        cycle_link(id="F", changes=(), not_tried="This was not settled in the time we had."),
    )  # fmt: skip


def hostile(text: str) -> Refusal:
    """Everything that people type is this text."""
    return cycle_link(
        project=text,
        id=f"{text}#",
        plan=text,
        sponsor=text,
        sponsor_email=text,
        unit=text,
        reason=text,
        displacers=(Displacer(text, text),) * 7,
        changes=(WayIn(text, text, True), WayIn(text, text)),
        contact=Contact(text, text),
        assumed=(text, text * 2),
        doubts=(text,),
    )
