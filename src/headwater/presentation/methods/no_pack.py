"""The No pack: one kind, plain page for the sponsor of each project that is not recommended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from headwater.errors import InputError
from headwater.presentation import facts
from headwater.presentation.sections import letter
from headwater.presentation.wording import count, listed, plain, printable, shortened
from headwater.vocabulary.refusal import Answer, Refusal
from headwater.vocabulary.report import Column, Report, Section, Table, Text, Trace

NAME = "no_pack"
TITLE = "No pack"
SOURCE = "iso24495_1"

SUBTITLE = "Answer to a sponsor"
ORDER: tuple[Answer, ...] = ("close call", "not now", "stop")


def build(refusal: Refusal) -> Report:
    """Tell one sponsor the answer: why, how close it was, and what would change it.

    Returns
    -------
    Report
        One section that fits a page of A4: the answer first, three facts, what would have to
        wait, what would put the project in, what was assumed, when it is looked at again and
        whom to ask. Sentences are short and use no words of the method [iso24495_1]_.
    """
    said = _clean(refusal)
    return Report(
        title=_plan(said),
        subtitle=SUBTITLE,
        sections=(_page(said),),
        money=said.money,
        digest=said.digest,
    )


def book(refusals: Sequence[Refusal]) -> Report:
    """Put all pages of one decision into one report, with a table of contents first.

    The order of `refusals` changes nothing: close calls come first, then by name. The ids of
    the rows of the table are the keys of the sections that they name.

    Raises
    ------
    InputError
        If there are none, two are about one project, or they stem from different decisions.
    """
    said = ordered(refusals)
    pages = tuple(_page(each) for each in said)
    return Report(
        title=_plan(said[0]),
        subtitle="Answers to sponsors",
        sections=(_contents(said, pages), *pages),
        money=said[0].money,
        digest=said[0].digest,
    )


def ordered(refusals: Sequence[Refusal]) -> tuple[Refusal, ...]:
    """Return refusals of one decision, checked, in the order in which they are shown."""
    if not refusals:
        raise InputError("every project is recommended, so there is nobody to write to")
    if twice := sorted(key for key, n in Counter(each.id for each in refusals).items() if n > 1):
        raise InputError(f"two pages are about one project: {listed(map(plain, twice))}")
    if len({(each.digest, each.plan, each.money) for each in refusals}) > 1:
        raise InputError("these pages stem from different decisions; make one pack for each")
    said = [_clean(each) for each in refusals]
    by_name = sorted(said, key=lambda each: (each.project.casefold(), each.project, each.id))
    return tuple(sorted(by_name, key=lambda each: ORDER.index(each.answer)))


def key(refusal: Refusal) -> str:
    """Return a short name for links, the same for the same project."""
    return f"p{sha256(refusal.id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _clean(refusal: Refusal) -> Refusal:
    """Make every text fit for print; a name that is empty then gives way to the id."""
    return printable(replace(refusal, project=letter.name_of(refusal)))


def _page(refusal: Refusal) -> Section:
    place = f"projects[{refusal.id}]"
    return Section(
        key=key(refusal),
        label=letter.label(refusal),
        title=letter.title(refusal),
        blocks=(
            Text(letter.addressee(refusal), "small"),
            *letter.opening(refusal),
            letter.facts(refusal),
            *letter.displaced(refusal),
            *letter.changes(refusal),
            *letter.small_print(refusal),
        ),
        aside=letter.closing(refusal),
        tags=("Illustrative",) if _made_up(refusal) else (),
        trace=(
            Trace("How often it is in", f"{place}.core_index"),
            Trace("Of how many combinations", "portfolios"),
            Trace("Cost", f"{place}.cost"),
            Trace("Worth, for its place by value for money", f"{place}.value"),
        ),
    )


def _plan(refusal: Refusal) -> str:
    return shortened(refusal.plan, letter.LONGEST_NAME) or "Portfolio decision"


def _made_up(refusal: Refusal) -> bool:
    return any(facts.ILLUSTRATIVE in doubt.casefold() for doubt in refusal.doubts)


def _contents(said: tuple[Refusal, ...], pages: tuple[Section, ...]) -> Section:
    counted = Counter(each.answer for each in said)
    words = {
        "close call": count(counted["close call"], "close call"),
        "not now": f"{counted['not now']:,} to wait",
        "stop": f"{counted['stop']:,} to stop",
    }
    parts = [words[answer] for answer in ORDER if counted[answer]]
    columns = [Column("Project", share=4), Column("Answer")]
    rows = [[each.project, letter.label(each)] for each in said]
    if any(each.sponsor for each in said):
        columns.insert(1, Column("Sponsor", share=2))
        for row, each in zip(rows, said, strict=True):
            row.insert(1, shortened(each.sponsor, letter.LONGEST_NAME))
    return Section(
        key="contents",
        label="Contents",
        title=f"{count(len(said), 'project').capitalize()} not recommended: {listed(parts)}",
        blocks=(
            Table(tuple(columns), tuple(map(tuple, rows)), ids=tuple(page.key for page in pages)),
        ),
        trace=(Trace("Projects that are not recommended", "projects[<id>].chosen"),),
    )
