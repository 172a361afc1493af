"""The account statement as files: one slide and one page, whatever the quarter held."""

import json
import re
import zlib
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO

import pytest
from pptx import Presentation

from headwater.presentation.account import account_files, write_account
from headwater.presentation.methods import account_statement as method
from headwater.presentation.render import pdf
from headwater.service.attainment import counted
from headwater.service.statement import account_statement
from headwater.vocabulary.service_statement import AccountStatement, ServiceLine
from headwater.vocabulary.service_work import (
    DecisionTaken,
    LessonLearnt,
    NeedHeard,
    RecordOfWork,
    ValueStated,
)
from headwater.vocabulary.units import MoneyUnit

DAY = date(2026, 2, 3)
RECORD = RecordOfWork(
    needs=(NeedHeard("n1", "Permits take too long", DAY, "office"),),
    decisions=(DecisionTaken("d1", "Stop the old portal", DAY, DAY, "stop", 250.0),),
    values=(ValueStated("v1", "a1", "recognized", 40.0, DAY, "Amara"),),
    lessons=(LessonLearnt("l1", "Ask for the baseline first.", DAY),),
    money=MoneyUnit("GBP", 1000),
)
SMALL = account_statement(RECORD, organization="Rivermouth Council", period="2026 Q1")


def crowded() -> AccountStatement:
    """Every promise, many services with long names, long lessons, large sums, a long name."""
    ids = [f"a{n}" for n in range(90)]
    long = "Leadership alignment workshop for several units at once"
    return replace(
        SMALL,
        organization="The Council of the Combined Boroughs of Upper and Lower Rivermouth",
        promises=tuple(
            counted(met=ids[:80], breached=ids[80:], measure=each, objective=0.9)  # type: ignore[arg-type]
            for each in ("response", "delivery", "decision")
        ),
        services=tuple(
            ServiceLine(f"s{n}", f"{long} {n}", tuple(ids), tuple(ids), ()) for n in range(14)
        ),
        learnt=tuple(
            LessonLearnt(f"l{n}", "What we would do otherwise the next time is this. " * 6, DAY)
            for n in range(9)
        ),
        money=tuple(replace(each, value=123_456_789.0) for each in SMALL.money),
        doubts=("So few cannot tell whether what was promised is kept at all in the end. " * 3,)
        * 4,
    )


@pytest.mark.parametrize("statement", [SMALL, crowded()], ids=["small", "crowded"])
def test_it_is_one_slide_and_one_page(statement: AccountStatement) -> None:
    files = account_files(statement)

    assert len(Presentation(BytesIO(files["pptx"])).slides) == 1
    assert pdf.pages(method.paper(statement)) == 1


def test_every_number_leads_to_its_records() -> None:
    files = account_files(SMALL, to="amara@rivermouth.example")
    held = json.loads(files["json"])
    notes = Presentation(BytesIO(files["pptx"])).slides[0].notes_slide.notes_text_frame.text

    assert held["money"][1]["records"] == ["decision:d1"]
    assert "Money stopped: d1" in notes
    assert "Value recognized: v1" in files["html"].decode()
    assert b"amara@rivermouth.example" in files["eml"]
    for trace in method.build(SMALL).sections[0].trace:
        place, key = trace.path.split("[")[0], trace.path.split("[")[1].split("]")[0]
        found = [
            e for e in held[place] if key in (e.get("key"), e.get("measure"), e.get("service"))
        ]
        assert found


def test_the_headline_is_the_finding() -> None:
    assert method.headline(SMALL) == (
        "Rivermouth Council voiced 1 need, was given no service and recognized GBP 40 thousand of "
        "value"
    )


def test_the_same_statement_gives_the_same_bytes(tmp_path: object) -> None:
    assert account_files(SMALL) == account_files(SMALL)


def test_files_are_named_by_their_quarter(tmp_path) -> None:
    written = write_account(SMALL, tmp_path / "new")

    assert sorted(each.name for each in written) == [
        f"account-statement-2026-q1.{ending}" for ending in ("eml", "html", "json", "pdf", "pptx")
    ]


def test_numbers_lead_to_their_records_in_every_format() -> None:
    address = "https://rivermouth.example/account/statement/2026-Q1"
    busy = replace(
        SMALL,
        promises=(counted(met=["a1"], breached=["a2"], measure="delivery", objective=0.9),),
        services=(ServiceLine("pre-review", "Pre-review", ("a1", "a2"), ("a1",), ()),),
    )
    files = account_files(busy, address=address)
    keys = (
        "needs_heard", "decisions_taken", "delivered", "kept", "money_stopped", "value_recognized",
        "kept.delivery", "opened.pre-review", "delivered.pre-review",
    )  # fmt: skip
    wanted = {f"{address}/records/{key}" for key in keys}
    rich = message_from_bytes(files["eml"], policy=policy.default)
    assert isinstance(rich, EmailMessage)
    for kind in ("plain", "html"):
        body = rich.get_body((kind,))
        assert body is not None and all(each in body.get_content() for each in wanted), kind
    assert all(f'href="{each}"' in files["html"].decode() for each in wanted)

    slide = Presentation(BytesIO(files["pptx"])).slides[0]
    own = {each.target_ref for each in slide.part.rels.values() if each.is_external}
    assert own == wanted - {each for each in wanted if each.endswith(".pre-review")}
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", files["pdf"], re.DOTALL)
    opened = b"".join(map(_inflated, parts)) + files["pdf"]
    assert all(each.encode() in opened for each in wanted)


def _inflated(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return b""


def test_a_number_that_rests_on_nothing_leads_nowhere() -> None:
    page = account_files(SMALL, address="https://rivermouth.example/s")["html"].decode()
    assert "records/value_recognized" in page
    assert 'href="https://rivermouth.example/s/records/satisfaction"' not in page
