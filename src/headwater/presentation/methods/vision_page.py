"""The service vision on one page: for whom, what they get, how it is measured, what differs."""

from headwater.presentation.wording import printable
from headwater.vocabulary.report import (
    Block,
    Callout,
    Column,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)
from headwater.vocabulary.units import MoneyUnit
from headwater.vocabulary.vision import VisionPaper

NAME = "vision_page"
TITLE = "Service vision"
SOURCE = ""


def build(vision: VisionPaper) -> Report:
    """Tell a vision on one page; a draft says that it is one."""
    said = printable(vision)
    blocks: list[Block] = []
    if not said.agreed:
        blocks.append(Callout("Nobody on the customer's side has agreed to it yet.", "A draft"))
    blocks += [Heading("What you get"), Points(said.outcomes)]
    if said.standards:
        rows = tuple((each.text, each.wanted, each.now, each.kept) for each in said.standards)
        columns = (
            Column("What we promise", share=4),
            Column("Wanted", share=2),
            Column("Now", share=2),
            Column("Held", share=2),
        )
        blocks += [Heading("By what we are measured"), Table(columns, rows)]
    if said.difference:
        blocks += [Heading("How we differ"), Text(said.difference)]
    ends = [each for each in (said.agreed, said.review) if each]
    if ends:
        blocks.append(Text(" ".join(ends), "small"))
    return Report(
        title=said.organization or TITLE,
        subtitle=f"Service vision, edition {said.number}",
        sections=(Section("vision", TITLE, f"For {_inside(said.for_whom)}", tuple(blocks)),),
        money=MoneyUnit(),
    )


def _inside(said: str) -> str:
    """Let a phrase stand inside a sentence: its article no longer begins with a capital."""
    first, space, rest = said.partition(" ")
    return f"{first.lower()}{space}{rest}" if first in ("The", "A", "An", "All", "Those") else said
