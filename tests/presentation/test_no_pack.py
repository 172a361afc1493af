"""The No pack's words: kind, plain, short; every fact is there, and no word of the method."""

import re
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from types import ModuleType

import pytest

from headwater.errors import InputError
from headwater.presentation.methods import no_pack
from headwater.presentation.sections import letter
from headwater.vocabulary.refusal import Closeness, Contact, Refusal
from headwater.vocabulary.report import Callout, Figures, Heading, Points, Report, Table, Text

JARGON = (
    "exterior", "borderline", "dominated", "core index", "core", "portfolio", "optimal",
    "optimum", "optimiz", "solver", "solved", "constraint", "vertex", "weight", "criterion",
    "criteria", "manifest", "digest", "algorithm", "parameter", "bound", "gap", "robust",
    "frontier", "knapsack", "displace", "sunk", "leverage", "utilize", "stakeholder", "synergy",
    "infeasible", "feasible", "baseline", "deprioriti", "rationaliz", "threshold", "marginal",
)  # fmt: skip
UNKIND = ("reject", "refus", "fail", "unfortunately", "regret", "loser", "kill", "terminate", "bad")
MOST_WORDS = 20


@pytest.fixture(scope="session")
def refusals() -> ModuleType:
    """The module that makes answers for sponsors; see refusals.py beside this file."""
    spec = spec_from_file_location("rivermouth_refusals", Path(__file__).with_name("refusals.py"))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words(report: Report) -> Iterator[str]:
    for section in report.sections:
        yield from (section.label, section.title)
        for block in (*section.blocks, *section.aside):
            match block:
                case Heading(text) | Text(text):
                    yield text
                case Points(items):
                    yield from items
                case Figures(items):
                    for each in items:
                        yield from (each.label, each.value, each.detail)
                case Callout():
                    yield from (block.title, block.text)
                case Table():
                    yield from (str(cell) for row in block.rows for cell in row)


def said(refusal: Refusal) -> str:
    return " ".join(words(no_pack.build(refusal)))


def test_no_word_of_the_method_and_no_unkind_word(refusals: ModuleType) -> None:
    for refusal in refusals.variants():
        text = said(refusal).casefold().replace("portfolio office", "")
        assert [w for w in (*JARGON, *UNKIND) if re.search(rf"\b{w}", text)] == []


def test_sentences_are_short(refusals: ModuleType) -> None:
    for refusal in refusals.variants():
        sentences = [
            sentence
            for text in words(no_pack.build(refusal))
            for sentence in re.split(r"(?<=[.!?])\s+", text)
            if sentence.endswith((".", "?", "!"))
        ]
        lengths = [len(sentence.split()) for sentence in sentences]
        assert median(lengths) <= MOST_WORDS
        assert max(lengths) <= 1.5 * MOST_WORDS, sentences[lengths.index(max(lengths))]


def test_reading_it_is_easy(refusals: ModuleType) -> None:
    """Flesch's reading ease is at least 60 (plain English), with syllables counted by vowels."""
    prose = [
        text
        for refusal in refusals.variants()
        for block in no_pack.build(refusal).sections[0].blocks
        if isinstance(block, Text) and block.size != "small"
        for text in (block.text,)
    ]
    text = " ".join(prose)
    sentences = len(re.findall(r"[.:!?](\s|$)", text))
    tokens = re.findall(r"[A-Za-z]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in tokens)
    ease = 206.835 - 1.015 * len(tokens) / sentences - 84.6 * syllables / len(tokens)
    assert ease >= 60


def test_every_fact_of_the_answer_is_on_the_page(refusals: ModuleType) -> None:
    text = said(refusals.cycle_link())
    for fact in (
        "Cycle link to Ferry Point: not now", "Amara", "None of 9",
        "combinations of projects that could be best", "17th of 99", "1.2% less",
        "99 projects asked for a share of GBP 131 million", "We recommend 53",
        "Library hours in Old Town: costs GBP 1.9 million", "At GBP 3.1 million or less",
        "We checked each by making the whole choice again", "On 15 March 2027",
        "Dev, portfolio office (dev@rivermouth.example)", "high end", "illustrative",
    ):  # fmt: skip
        assert fact in text, fact


def test_what_is_not_known_is_said_and_not_made_up(refusals: ModuleType) -> None:
    text = said(refusals.bare())
    for fact in (
        "the sponsor of this project",
        "Not known",
        "No date is set yet",
        "The office that",
    ):
        assert fact in text, fact
    assert "We checked" not in text and "GBP" not in text


def test_an_estimate_is_never_called_checked(refusals: ModuleType) -> None:
    text = said(refusals.variants()[5])
    assert "This is an estimate; we have not checked it." in text and "We checked" not in text


def test_illustrative_input_marks_the_page(refusals: ModuleType) -> None:
    assert no_pack.build(refusals.cycle_link()).sections[0].tags == ("Illustrative",)
    assert no_pack.build(refusals.cycle_link(doubts=())).sections[0].tags == ()


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        (Closeness(0.0, 9), "It is in none of the 9 combinations that could be best."),
        (Closeness(1 / 3, 9), "It is in 3 of the 9 combinations that could be best."),
        (
            Closeness(0.0, 1),
            "Only one combination of projects could be best, and it is not in it.",
        ),
        (
            Closeness(0.12, 100, complete=False),
            "We drew 100 views of what matters at random. It is in the best combination for 12 of "
            "them.",
        ),
    ],
)
def test_how_often_it_is_in(near: Closeness, expected: str) -> None:
    assert letter.sentence(near) == expected


@pytest.mark.parametrize(
    ("loss", "expected"),
    [(0.0004, "under 0.1%"), (0.0123, "1.2%"), (0.0994, "9.9%"), (0.14, "14%")],
)
def test_a_loss_never_rounds_to_nothing(loss: float, expected: str) -> None:
    assert letter.part(loss) == expected


def test_the_book_puts_close_calls_first_whatever_the_order(refusals: ModuleType) -> None:
    pages = refusals.variants()
    made = no_pack.book([each for each in pages if each.id != "L"])

    labels = [section.label for section in made.sections]
    assert labels == ["Contents", "Close call", *["Not now"] * 4, "Stop"]
    assert made == no_pack.book([each for each in reversed(pages) if each.id != "L"])
    (table,) = made.sections[0].blocks
    assert isinstance(table, Table)
    assert table.ids == tuple(section.key for section in made.sections[1:])
    assert made.sections[0].title.startswith("6 projects not recommended: 1 close call, 4 to wait")


def test_pages_of_different_decisions_do_not_mix(refusals: ModuleType) -> None:
    with pytest.raises(InputError, match="different decisions"):
        no_pack.book([refusals.cycle_link(), refusals.cycle_link(id="X", digest="0" * 64)])
    with pytest.raises(InputError, match="two pages are about one project: P17"):
        no_pack.book([refusals.cycle_link(), refusals.cycle_link()])
    with pytest.raises(InputError, match="nobody to write to"):
        no_pack.book([])


@pytest.mark.parametrize("day", ["15/03/2027", "2027-02-30", "2027-W01-1", "soon"])
def test_a_date_that_is_none_is_refused(refusals: ModuleType, day: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        refusals.cycle_link(review=day)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "Dev, portfolio office <dev@x.example>",
            Contact("Dev, portfolio office", "dev@x.example"),
        ),
        ("dev@x.example", Contact("", "dev@x.example")),
        ("Dev", Contact("Dev")),
        ("", Contact()),
    ],
)
def test_a_contact_is_read_the_way_people_write_it(written: str, expected: Contact) -> None:
    assert Contact.parse(written) == expected
