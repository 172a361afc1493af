"""The account statement: what the organization got in a quarter, on one slide and one page."""

from dataclasses import replace
from hashlib import sha256

from headwater.presentation.wording import count, listed, money, percent, printable, shortened
from headwater.vocabulary.report import (
    Block,
    Callout,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
    Trace,
)
from headwater.vocabulary.service_figures import Attainment, ServiceFigure
from headwater.vocabulary.service_statement import AccountStatement
from headwater.vocabulary.shapes import to_text

NAME = "account_statement"
TITLE = "Account statement"
SOURCE = "minto2009"

LESSONS, SERVICES, LONGEST, SHORT = 3, 6, 160, 84
TITLE_LONGEST, LONGEST_NAME = 120, 40
WORDS = {"response": "Response", "delivery": "Delivery", "decision": "Decision"}


def build(statement: AccountStatement, *, address: str = "") -> Report:
    """Tell a statement as one section for a page: headline, numbers, promises, services, learning.

    Each number's trace names its place in the statement's own file, where the ids of its records
    stand, and the page that lists them.

    Parameters
    ----------
    address
        Of the statement's own page; its records are under "/records/" and a figure's key. "" where
        there is none.
    """
    said = printable(statement)
    return _report(
        statement,
        blocks=(
            _figures(said, address),
            Heading("Money and value"),
            _money_table(said, address),
            *_learnt(said),
        ),
        aside=(
            *_promises(said, address),
            *_services(said, address),
            *_doubts(said),
            *_notice(said),
        ),
        address=address,
    )


def paper(statement: AccountStatement, *, address: str = "") -> Report:
    """Tell the same in one column, for paper and e-mail."""
    page = build(statement, address=address)
    (section,) = page.sections
    last = (Text(f"The records behind every number: {address}", "small"),) if address else ()
    blocks = (*section.blocks, *section.aside, *last)
    return replace(page, sections=(replace(section, blocks=blocks, aside=()),))


def slide(statement: AccountStatement, *, address: str = "") -> Report:
    """Tell the same on one slide: the services in a line, two lessons."""
    said = printable(statement)
    return _report(
        statement,
        blocks=(
            _figures(said, address),
            Heading("Money and value"),
            _money_beside_value(said, address),
            *_learnt(said, most=2, longest=SHORT),
        ),
        aside=(
            *_promises(said, address),
            *_services_line(said),
            *_doubts(said, longest=SHORT),
        ),
        address=address,
    )


def _report(
    statement: AccountStatement,
    *,
    blocks: tuple[Block, ...],
    aside: tuple[Block, ...],
    address: str,
) -> Report:
    said = printable(statement)
    return Report(
        title=f"Account statement {said.period}",
        subtitle=said.organization or said.office or "Account statement",
        sections=(
            Section(
                key="statement",
                label=said.office or "The quarter",
                title=shortened(headline(said), TITLE_LONGEST),
                blocks=blocks,
                aside=aside,
                tags=("Illustrative",) if said.notice else (),
                trace=_traces(said, address),
            ),
        ),
        money=said.unit,
        digest=sha256(to_text(statement).encode()).hexdigest(),
        file=file_name(statement, "json"),
    )


def file_name(statement: AccountStatement, ending: str) -> str:
    """Return what a file of a statement is called."""
    return f"account-statement-{statement.period.replace(' ', '-').lower()}.{ending}"


def headline(statement: AccountStatement) -> str:
    """Say the finding of the quarter as one sentence."""
    needs = int(statement.figure("needs_heard").value or 0)
    given = sum(len(each.delivered) for each in statement.services)
    recognized = statement.figure("value_recognized")
    who = statement.organization
    if not 0 < len(who) <= LONGEST_NAME:  # the page names it in full anyway
        who = "The organization"
    parts = [f"voiced {count(needs, 'need')}", f"was given {count(given, 'service')}"]
    if recognized.number and recognized.value is not None:
        parts.append(f"recognized {money(recognized.value, statement.unit)} of value")
    return f"{who} {listed(parts)}"


def _figures(statement: AccountStatement, address: str) -> Figures:
    found = int(statement.figure("needs_found").value or 0)
    taken = statement.figure("decisions_taken")
    back = int(statement.figure("decisions_reversed").value or 0)
    accepted = sum(len(each.accepted) for each in statement.services)
    given = sum(len(each.delivered) for each in statement.services)
    heard = statement.figure("needs_heard")
    settled = sum(each.settled for each in statement.promises)
    answers = statement.satisfaction.answers
    return Figures(
        (
            Figure(_whole(heard), "needs heard", f"the office found {found}",
                   link=_page(address, "needs_heard", heard.number)),
            Figure(f"{given:,}", "services given", f"{accepted} accepted",
                   link=_page(address, "delivered", given)),
            Figure(_whole(taken), "decisions taken", f"{back} reversed",
                   link=_page(address, "decisions_taken", taken.number)),
            replace(_kept(statement.promises), link=_page(address, "kept", settled)),
            replace(_net(statement), link=_page(address, "satisfaction", answers)),
        )
    )  # fmt: skip


def _page(address: str, key: str, records: int) -> str:
    """Return the page of the records behind a figure; "" where it rests on none."""
    return f"{address}/records/{key}" if address and records else ""


def _whole(figure: ServiceFigure) -> str:
    return f"{figure.value or 0:,.0f}"


def _kept(promises: tuple[Attainment, ...]) -> Figure:
    met = sum(len(each.met) for each in promises)
    settled = sum(each.settled for each in promises)
    if not settled:
        return Figure("–", "promises kept", "none was due")
    return Figure(percent(met / settled), "promises kept", f"{met} of {settled}")


def _net(statement: AccountStatement) -> Figure:
    found = statement.satisfaction
    if found.net is None:
        return Figure("–", "satisfaction", "nobody has answered")
    return Figure(f"{found.net * 100:+.0f}", "net satisfaction", count(found.answers, "answer"))


def _money_table(statement: AccountStatement, address: str) -> Table:
    figures = (*statement.money, *statement.value)
    pages = [_page(address, each.key, each.number) for each in figures]
    rows: list[tuple[Cell, ...]] = []
    for each in figures:
        behind = count(each.number, "decision" if each.key.startswith("money") else "statement")
        rows.append((each.title, each.value, behind))
    return Table(
        (
            Column("What", share=2.2),
            Column(statement.unit.label.capitalize() if not statement.unit.currency
                   else statement.unit.label, "money", share=1.4),
            Column("From", share=1.4),
        ),
        tuple(rows),
        links=tuple(("", page, page) for page in pages),
    )  # fmt: skip


def _money_beside_value(statement: AccountStatement, address: str) -> Table:
    unit = statement.unit.label
    columns = (Column("Money", share=0.9), Column(unit, "money", share=1.3),
               Column("Value", share=1.2), Column(unit, "money", share=1.3))  # fmt: skip
    return Table(
        columns,
        tuple(
            (_last(left), left.value, _last(right), right.value)
            for left, right in zip(statement.money, statement.value, strict=True)
        ),
        links=tuple(
            (
                "", _page(address, left.key, left.number),
                "", _page(address, right.key, right.number),
            )
            for left, right in zip(statement.money, statement.value, strict=True)
        ),
    )  # fmt: skip


def _last(figure: ServiceFigure) -> str:
    return figure.title.split()[-1].capitalize()


def _promises(statement: AccountStatement, address: str) -> tuple[Block, ...]:
    if not statement.promises:
        return ()
    rows: list[tuple[Cell, ...]] = [
        (
            WORDS[each.measure],
            f"{len(each.met)} of {each.settled}",
            f"{percent(each.interval.low)} to {percent(each.interval.high)}"
            if each.interval else "–",
            percent(each.objective),
        )
        for each in statement.promises
    ]  # fmt: skip
    columns = (Column("Promise", share=1.3), Column("Kept"), Column("95% range", share=1.3),
               Column("Goal", share=0.8))  # fmt: skip
    links = tuple(
        ("", _page(address, f"kept.{each.measure}", each.settled), "", "")
        for each in statement.promises
    )
    return (Heading("Promises"), Table(columns, tuple(rows), links=links))


def _services(statement: AccountStatement, address: str) -> tuple[Block, ...]:
    if not statement.services:
        return ()
    lines = sorted(statement.services, key=lambda each: (-len(each.delivered), each.title))
    rows: list[tuple[Cell, ...]] = [
        (each.title, float(len(each.opened)), float(len(each.delivered)))
        for each in lines[:SERVICES]
    ]
    links = [
        (
            "", _page(address, f"opened.{each.service}", len(each.opened)),
            _page(address, f"delivered.{each.service}", len(each.delivered)),
        )
        for each in lines[:SERVICES]
    ]  # fmt: skip
    if len(lines) > SERVICES:
        links.append(("", "", ""))
        rest = lines[SERVICES:]
        rows.append((
            f"{len(rest)} more", float(sum(len(each.opened) for each in rest)),
            float(sum(len(each.delivered) for each in rest)),
        ))  # fmt: skip
    columns = (Column("Service", share=2.6), Column("Opened", "number"),
               Column("Delivered", "number"))  # fmt: skip
    return (Heading("Services"), Table(columns, tuple(rows), links=tuple(links)))


def _services_line(statement: AccountStatement) -> tuple[Block, ...]:
    if not statement.services:
        return ()
    lines = sorted(statement.services, key=lambda each: (-len(each.delivered), each.title))
    said = listed((f"{shortened(e.title, 24)} {len(e.delivered)}" for e in lines), most=3)
    return (Heading("Services given"), Text(f"{said}."))


def _learnt(
    statement: AccountStatement, *, most: int = LESSONS, longest: int = LONGEST
) -> tuple[Block, ...]:
    if not statement.learnt:
        return (Heading("What we learnt"), Text("No lesson was recorded this quarter.", "small"))
    said = tuple(shortened(each.text, longest) for each in statement.learnt[:most])
    return (Heading("What we learnt"), Points(said))


def _doubts(statement: AccountStatement, *, longest: int = LONGEST) -> tuple[Block, ...]:
    if not statement.doubts:
        return ()
    more = len(statement.doubts) - 1
    tail = f" {count(more, 'more remark')} in the file." if more else ""
    return (Callout(f"{shortened(statement.doubts[0], longest)}{tail}", tone="contested"),)


def _notice(statement: AccountStatement) -> tuple[Block, ...]:
    return (Text(statement.notice, "small"),) if statement.notice else ()


def _traces(statement: AccountStatement, address: str) -> tuple[Trace, ...]:
    def page(key: str) -> str:
        return f"{address}/records/{key}" if address else ""

    found = [
        Trace(f"{each.title}: {_ids(each)}", f"{place}[{each.key}].records", page(each.key))
        for place, figures in (
            ("needs", statement.needs), ("decisions", statement.decisions),
            ("money", statement.money), ("value", statement.value),
        )
        for each in figures
    ]  # fmt: skip
    found += [
        Trace(
            f"{WORDS[each.measure]} kept and missed",
            f"promises[{each.measure}].met, .breached",
            page(f"kept.{each.measure}"),
        )
        for each in statement.promises
    ]
    found += [
        Trace(f"{each.title}, delivered: {listed(each.delivered, most=8)}",
              f"services[{each.service}].delivered", page(f"delivered.{each.service}"))
        for each in statement.services if each.delivered
    ]  # fmt: skip
    return tuple(found)


def _ids(figure: ServiceFigure) -> str:
    names = [each.partition(":")[2] for each in figure.records]
    return listed(names, most=8) if names else "none"
