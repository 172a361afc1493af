"""The investment logic map: the layout keeps its cards apart; three files of one page."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from headwater.presentation import logic_map
from headwater.presentation.logic_map import lay_out
from headwater.vocabulary.need import PARTS, LogicItem, LogicMap

TEXT = st.sampled_from(
    ["Slow", "Wartezeit zu lang", "Ein-sehr-langes-Wort-" * 4, "等待", "a b " * 60]
)


@st.composite
def maps(draw: st.DrawFn) -> LogicMap:
    """Draw maps with up to six cards a part, long and short, linked at random."""
    items: list[LogicItem] = []
    before: list[str] = []
    for part in PARTS:
        keys = [f"{part[0]}{n}" for n in range(draw(st.integers(0, 6)))]
        for key in keys:
            follows = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
            share = draw(st.sampled_from([None, 0.0, 0.255, 1.0]))
            items.append(LogicItem(key, part, draw(TEXT), share, "", tuple(follows)))
        before = [each.key for each in items if each.part == part]
    return LogicMap("Map", tuple(items))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(maps())
def test_cards_neither_overlap_nor_leave_the_page(logic: LogicMap) -> None:
    laid = lay_out(logic, width=870.0, height=390.0)

    assert [card.item for card in laid.cards] == [each for part in PARTS for each in logic.of(part)]
    for column in laid.columns:
        assert 0 <= column.left <= column.left + column.width <= 870.01
        for above, below in zip(column.cards, column.cards[1:], strict=False):
            assert above.top + above.height <= below.top
    if laid.size > 5.5:  # the smallest type that is tried
        assert all(card.top + card.height <= 390.01 for card in laid.cards)
    assert len(laid.links) == sum(len(each.follows) for each in logic.items)
    for link in laid.links:
        assert link.start[0] < link.end[0]


@pytest.fixture(scope="module")
def places() -> LogicMap:
    return LogicMap(
        "Families wait <eleven> weeks & more",
        (
            LogicItem("p1", "problem", "Typed in by hand", 1.0),
            LogicItem("b1", "benefit", "Decided by May", 1.0, "Days: 77 today", ("p1",)),
            LogicItem("r1", "response", "No paper", follows=("b1",)),
            LogicItem("s1", "solution", "A form with a state", follows=("r1",)),
        ),
    )


def test_the_svg_has_every_word_and_tells_itself(places: LogicMap) -> None:
    drawn = logic_map.svg(places, subtitle="Rivermouth Council")

    root = ElementTree.fromstring(drawn)
    words = "".join(root.itertext())
    for each in places.items:
        assert each.text in words
    assert "“Typed in by hand” leads to “Decided by May”" in words
    assert len(re.findall("<path", drawn.decode())) == 3
    assert logic_map.svg(places, subtitle="Rivermouth Council") == drawn


def test_the_slide_is_one_with_native_shapes(places: LogicMap) -> None:
    made = logic_map.pptx(places)

    (slide,) = Presentation(BytesIO(made)).slides
    words = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
    for each in places.items:
        assert each.text in words
    assert sum(shape._element.tag.endswith("cxnSp") for shape in slide.shapes) == 3
    assert logic_map.pptx(places) == made


def test_the_pdf_is_one_tagged_page(places: LogicMap) -> None:
    made = logic_map.pdf(places, subtitle="Rivermouth Council")

    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") + made.count(b"/Type/Page/") <= 1
    assert b"StructTreeRoot" in made
    assert logic_map.pdf(places, subtitle="Rivermouth Council") == made
