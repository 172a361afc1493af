"""The grid: typed cells become versions; two people at once; trying out; taking back."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from pptx import Presentation

from headwater.errors import ConflictError, InputError
from headwater.web.appraisal.actions import deciding, editing, keeping, papers
from headwater.web.appraisal.models import Case
from headwater.web.appraisal.sheet import MARK
from headwater.web.projects.models import Project, ProjectList

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]
WORKS = ("line", "works", "2026")
VISITS = ("assumption", "evening visits", "value")


def edit(case: Case, by: User, seen: int = 1, **typed: str) -> Any:
    places = {"works": WORKS, "visits": VISITS}
    cells = {places[name]: text for name, text in typed.items()}
    return editing.edit_cells(case=case, seen=seen, typed=cells, by=by)


def test_a_typed_number_with_marks_for_thousands_is_read(case: Case, dev: User) -> None:
    made = edit(case, dev, works="1,520", visits="= 41 000")
    line = next(each for each in made.said.lines if each.id == "works")
    assert (line.amounts[2026], made.said.assumptions[0].name) == ("1520", "evening visits")
    assert next(e.value for e in made.said.assumptions if e.name == "evening visits") == "41000"
    assert made.note == "2 cells: works 2026, evening visits."


def test_blank_is_no_flow_and_a_question_mark_is_not_known(case: Case, dev: User) -> None:
    first = edit(case, dev, works="?")
    assert next(e for e in first.said.lines if e.id == "works").amounts[2026] == ""
    second = edit(case, dev, seen=2, works="")
    assert 2026 not in next(e for e in second.said.lines if e.id == "works").amounts


def test_two_people_at_different_cells_both_get_their_way(
    case: Case, dev: User, chioma: User
) -> None:
    edit(case, dev, works="600")
    made = edit(case, chioma, visits="42000")  # she still sees version 1
    assert made.number == 3
    assert next(e for e in made.said.lines if e.id == "works").amounts[2026] == "600"


def test_two_people_at_one_cell_hear_of_each_other(case: Case, dev: User, chioma: User) -> None:
    edit(case, dev, works="600")
    with pytest.raises(ConflictError, match="it now says '600', you typed '700'"):
        edit(case, chioma, works="700")


@pytest.mark.parametrize("text", ["wages * 2", "1 +", "nonsense(3)"])
def test_a_formula_that_cannot_be_worked_out_keeps_the_typed_text(
    case: Case, dev: User, signed_in: Browser, text: str
) -> None:
    sent = {"seen": 1, MARK.join(WORKS): text, "act": "save"}
    page = signed_in(dev).post(reverse("appraisal:grid", args=[case.pk]), sent)
    assert page.status_code == 422
    assert f'value="{text}"' in page.content.decode()
    case.refresh_from_db()
    assert case.version == 1


def test_trying_shows_the_value_and_keeps_nothing(
    case: Case, dev: User, signed_in: Browser
) -> None:
    sent = {"seen": 1, MARK.join(VISITS): "70000", "act": "try"}
    said = signed_in(dev).post(reverse("appraisal:grid", args=[case.pk]), sent).content.decode()
    assert "Tried, not kept" in said
    assert "+1,478" in said or "+1,477" in said
    case.refresh_from_db()
    assert case.version == 1


def test_taking_back_goes_further_back_each_time(case: Case, dev: User) -> None:
    edit(case, dev, works="600")
    edit(case, dev, seen=2, works="700")
    for seen, text in ((3, "600"), (4, "520")):
        made = editing.take_back(case=case, seen=seen, by=dev)
        assert next(e for e in made.said.lines if e.id == "works").amounts[2026] == text
    with pytest.raises(InputError, match="no version before"):
        editing.take_back(case=case, seen=5, by=dev)


def typed(**cells: str) -> dict[Any, str]:
    """Cells of the first new line of the refit, by column ("y2026" is a year)."""
    new = {("line", "+1", "option"): "refit", ("line", "+1", "kind"): "opex"}
    return new | {("line", "+1", name.removeprefix("y")): text for name, text in cells.items()}


def test_a_line_is_added_renamed_and_taken_away(case: Case, dev: User) -> None:
    cells = typed(name="Lamps", formula="[evening hours] * 0.001", first="2028", last="2030")
    cells |= {("line", "+1", "2027"): "£1,250"}
    cells |= {("line", "+2", "kind"): "capex", ("line", "+2", "option"): "refit"}  # left blank
    with pytest.raises(editing.CellsError, match=r"Lamps, formula: .*comes out in"):
        editing.edit_cells(case=case, seen=1, typed=cells, by=dev)
    cells["line", "+1", "formula"] = "[evening staff] / 100"
    made = editing.edit_cells(case=case, seen=1, typed=cells, by=dev)
    line = next(each for each in made.said.lines if each.name == "Lamps")
    assert (line.id, line.option, line.kind) == ("lamps", "refit", "opex")
    assert dict(line.amounts) == {2027: "1250"}
    assert (line.first, line.last, made.note) == (2028, 2030, "added Lamps.")

    gone = {("line", "lamps", "remove"): "1", ("line", "works", "name"): "Refit of the hall"}
    made = editing.edit_cells(case=case, seen=2, typed=gone, by=dev)
    assert "lamps" not in {each.id for each in made.said.lines}
    assert next(e for e in made.said.lines if e.id == "works").title == "Refit of the hall"
    assert made.note == "1 cell: works name; taken away lamps."


def test_a_line_that_others_use_is_not_taken_away(case: Case, dev: User) -> None:
    with pytest.raises(editing.CellsError, match="Nothing is called 'evening staff'") as told:
        editing.edit_cells(
            case=case, seen=1, typed={("line", "evening staff", "remove"): "1"}, by=dev
        )
    assert told.value.faults[0].place == ("line", "wing evening staff", "formula")


def test_a_new_name_of_an_assumption_is_put_into_every_formula(case: Case, dev: User) -> None:
    before = keeping.newest(case).valued
    cells = {("assumption", "hourly pay", "name"): "Pay per hour",
             ("assumption", "hourly pay", "high"): "24"}  # fmt: skip
    made = editing.edit_cells(case=case, seen=1, typed=cells, by=dev)
    staff = next(each for each in made.said.lines if each.id == "evening staff")
    assert staff.formula == "[staff on duty] * [evening hours] * [Pay per hour]"
    assert made.valued.options == before.options
    assumed = next(each for each in made.said.assumptions if each.name == "Pay per hour")
    assert assumed.uncertainty is not None
    assert assumed.uncertainty.numbers == (20.6, 21.5, 24.0)


def test_an_option_comes_and_goes_with_its_lines(case: Case, dev: User) -> None:
    cells = {("option", "+1", "name"): "Rent a hall", ("option", "+1", "standing"):
             "carried_forward", ("option", "wing", "remove"): "1"}  # fmt: skip
    made = editing.edit_cells(case=case, seen=1, typed=cells, by=dev)
    assert "rent a hall" in {each.id for each in made.said.options}
    assert not [each for each in made.said.lines if each.option == "wing"]
    line = {("line", "+1", "name"): "Rent", ("line", "+1", "option"): "rent a hall",
            ("line", "+1", "2027"): "90"}  # fmt: skip
    made = editing.edit_cells(case=case, seen=2, typed=line, by=dev)
    assert made.valued.of("rent a hall") is not None


def test_every_fault_is_named_with_its_cell_and_its_mend(
    case: Case, dev: User, signed_in: Browser
) -> None:
    sent = {
        "seen": 1, "act": "save", MARK.join(WORKS): "B4 * 2",
        MARK.join(("line", "evening staff", "formula")): "[evning hours] * [hourly pay]",
        MARK.join(("assumption", "courses", "value")): "780 +",
    }  # fmt: skip
    said = signed_in(dev).post(reverse("appraisal:grid", args=[case.pk]), sent).content.decode()
    for words in (
        "3 cells to mend", "&#x27;B4&#x27; is no name here: call a row by its name",
        "did you mean &#x27;evening_hours&#x27;", "courses, value: ",
    ):  # fmt: skip
        assert words in said, words
    assert said.count('aria-invalid="true"') == 3


def test_a_pasted_block_becomes_new_lines_without_a_script(
    case: Case, dev: User, signed_in: Browser
) -> None:
    browser, address = signed_in(dev), reverse("appraisal:grid", args=[case.pk])
    sent = {"seen": 1, "act": "block", "block_option": "refit", "block_kind": "capex",
            "block": "\t2046\t2047\nSolar roof\t1,100\t20\nBatteries\t\t7"}  # fmt: skip
    said = browser.post(address, sent).content.decode()
    assert 'aria-label="Solar roof 2046"' in said
    assert 'value="1,100"' in said
    fields = {
        MARK.join(("line", "+1", c)): t
        for c, t in (
            ("name", "Solar roof"),
            ("option", "refit"),
            ("kind", "capex"),
            ("2046", "1,100"),
        )
    }
    assert browser.post(address, {"seen": 1, "act": "save", **fields}).status_code == 302
    case.refresh_from_db()
    line = next(each for each in keeping.newest(case).said.lines if each.id == "solar roof")
    assert dict(line.amounts) == {2046: "1100"}


def test_two_people_at_one_row_one_takes_away(case: Case, dev: User, chioma: User) -> None:
    edit(case, dev, works="600")
    with pytest.raises(ConflictError, match="works was changed by someone else"):
        editing.edit_cells(case=case, seen=1, typed={("line", "works", "remove"): "1"}, by=chioma)


@pytest.mark.parametrize(("cells", "words"), [
    ({("line", "+1", "2027"): "3"}, "A new line has no name"),
    ({("line", "works", "kind"): "gift"}, "'gift' is none of capex"),
    ({("line", "works", "first"): "soon"}, "is no year; write 2027"),
    ({("assumption", "courses", "low"): "900"}, "low 900 is above high|does not lie between"),
    ({("assumption", "courses", "high"): ""}, "give both low and high"),
    ({("assumption", "courses", "name"): ""}, "needs a name"),
    ({("option", "refit", "role"): "best"}, "is none of business as usual"),
    ({("nothing", "x", "y"): "1"}, "There is no cell"),
])  # fmt: skip
def test_what_cannot_stand_in_a_cell_is_refused_in_words(
    case: Case, dev: User, cells: Any, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        editing.try_cells(version=keeping.newest(case), typed=cells, by=dev)


def test_nothing_typed_writes_no_version(case: Case, dev: User) -> None:
    with pytest.raises(InputError, match="Nothing was changed"):
        editing.edit_cells(case=case, seen=1, typed={}, by=dev)
    with pytest.raises(InputError, match="no cell"):
        editing.edit_cells(case=case, seen=1, typed={("line", "nowhere", "2026"): "1"}, by=dev)


def test_the_comparison_names_numbers_and_words(case: Case, dev: User, signed_in: Browser) -> None:
    edit(case, dev, works="600")
    said = signed_in(dev).get(reverse("appraisal:compare", args=[case.pk])).content.decode()
    assert "<del>520</del>" in said
    assert "<ins>600</ins>" in said


def test_a_case_becomes_a_project_without_retyping(case: Case, dev: User) -> None:
    ProjectList.objects.create(pk=1, currency="GBP", scale=1_000_000)
    Project.objects.create(key="other", name="Other", cost_low=1, cost_high=1)
    made = keeping.into_projects(case=case, by=dev)
    spread = keeping.newest(case).ranged
    assert made.benefit is not None
    assert made.benefit.high == pytest.approx(spread.npv.high / 1000)
    assert made.cost is not None
    assert made.cost.low == pytest.approx(spread.cost.low / 1000)
    again = keeping.into_projects(case=case, by=dev)
    assert (again.pk, again.version) == (made.pk, made.version + 1)


def test_a_list_in_another_currency_is_refused_in_words(
    case: Case, dev: User, signed_in: Browser
) -> None:
    ProjectList.objects.create(pk=1, currency="USD", scale=1_000_000)
    Project.objects.create(key="other", name="Other", cost_low=1, cost_high=1)
    page = signed_in(dev).post(reverse("appraisal:into_projects", args=[case.pk]))
    assert page.status_code == 422
    assert "amounts in two currencies cannot be compared" in page.content.decode()


@pytest.mark.parametrize("name", ["story.pdf", "five-cases.docx", "model.xlsx", "case.xlsx"])
def test_papers_are_made_of_the_newest_version(
    case: Case, dev: User, signed_in: Browser, name: str
) -> None:
    page = signed_in(dev).get(reverse("appraisal:paper", args=[case.pk, name]))
    assert page.status_code == 200
    assert page.content[:2] in (b"PK", b"%P")
    assert f"evening-opening-of-rivermouth-central-library-{name}" in page["Content-Disposition"]


def test_the_same_benefit_in_two_cases_is_shown(case: Case, dev: User, signed_in: Browser) -> None:
    from dataclasses import replace

    twin = replace(keeping.newest(case).said, id="twin", name="A second library case")
    keeping._kept(twin, "made", by=dev)
    browser = signed_in(dev)
    said = browser.get(reverse("appraisal:across")).content.decode()
    assert "A second library case" in said
    assert "Mend:" in said
    keys = {"with": [case.key, "twin"]}
    said = browser.get(reverse("appraisal:across"), keys).content.decode()
    assert "Counted twice, taken off" in said


def test_a_case_taken_away_and_brought_back_says_the_same(case: Case, dev: User) -> None:
    _, content = papers.paper(version=keeping.newest(case), name="case.xlsx", by=dev)
    with pytest.raises(ConflictError, match="says exactly this already"):
        keeping.import_case(name="case.xlsx", content=content, by=dev)


def test_the_second_sample_shows_what_is_to_mend(
    case: Case, dev: User, amara: User, signed_in: Browser
) -> None:
    college = Case.objects.get(key="evening college")
    browser = signed_in(dev)
    said = browser.get(reverse("appraisal:review", args=[college.pk])).content.decode()
    assert "Mend:" in said
    assert "has no measure" in said
    assert "hourly pay" in browser.get(reverse("appraisal:across")).content.decode()
    with pytest.raises(InputError, match="cannot be approved yet"):
        deciding.sign(case=college, seen=1, verdict="approved", by=amara)


def test_a_template_of_ones_own_is_filled_literally(
    case: Case, dev: User, signed_in: Browser
) -> None:
    def document(*parts: str) -> SimpleUploadedFile:
        made, held = Document(), BytesIO()
        paragraph = made.add_paragraph()
        for part in parts:
            paragraph.add_run(part)
        made.add_table(1, 1).cell(0, 0).text = "{{ assumption: hourly pay }}"
        made.save(held)
        return SimpleUploadedFile("board paper.docx", held.getvalue())

    browser, address = signed_in(dev), reverse("appraisal:own_template", args=[case.pk])
    sent = document("Worth {", "{n", "pv}} {% now %}", ", for {{Need}}")
    page = browser.post(address, {"file": sent})
    filled = Document(BytesIO(page.content))
    said = filled.paragraphs[0].text
    assert said.startswith("Worth GBP 819.7 thousand {% now %}, for Two in three")
    assert filled.tables[0].cell(0, 0).text == "21.5 GBP/people/hour"
    page = browser.post(address, {"file": document("{{nvp}}")})
    assert page.status_code == 422
    assert "Nothing is known by {{nvp}}" in page.content.decode()
    page = browser.post(address, {"file": SimpleUploadedFile("a.docx", b"none")})
    assert page.status_code == 422


def test_headers_footers_layouts_and_notes_of_a_template_are_filled(case: Case, dev: User) -> None:
    version = keeping.newest(case)
    made, held = Document(), BytesIO()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "For {{sponsor}}"
    section.footer.paragraphs[0].text = "{{name}}, version {{version}}"
    made.add_paragraph("{{npv}}")
    made.save(held)
    _, content = papers.fill(version=version, name="a.docx", content=held.getvalue(), by=dev)
    filled = Document(BytesIO(content)).sections[0]
    assert filled.first_page_header.paragraphs[0].text == "For Amara, Finance"
    assert filled.footer.paragraphs[0].text.endswith("Central Library, version 1")

    deck, kept = Presentation(), BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "{{line: Evening staff}}"
    slide.notes_slide.notes_text_frame.text = "Asked by {{sponsor}}"
    box = deck.slide_layouts[5].placeholders[0]
    box.text_frame.text = "{{name}}"
    deck.save(kept)
    _, content = papers.fill(version=version, name="a.pptx", content=kept.getvalue(), by=dev)
    filled_deck = Presentation(BytesIO(content))
    first = filled_deck.slides[0]
    assert first.shapes.title.text.startswith("GBP ")
    assert first.notes_slide.notes_text_frame.text == "Asked by Amara, Finance"
    assert first.slide_layout.placeholders[0].text_frame.text.startswith("Evening opening")


def test_what_goes_together_is_written_follows_names_and_goes_with_its_quantity(
    case: Case, dev: User, signed_in: Browser
) -> None:
    cells = {("correlation", "+1", "first"): "courses", ("correlation", "+1", "second"):
             "evening visits", ("correlation", "+1", "value"): "0.5",
             ("shock", "+1", "name"): "mild winters", ("shock", "+1", "quantity"): "hourly pay",
             ("shock", "+1", "value"): "0.4"}  # fmt: skip
    made = editing.edit_cells(case=case, seen=1, typed=cells, by=dev)
    assert made.said.correlations[0].value == 0.5
    assert dict(made.said.shocks[0].loadings) == {"hourly pay": 0.4}
    said = signed_in(dev).get(reverse("appraisal:grid", args=[case.pk])).content.decode()
    assert 'aria-label="courses ~ evening visits, value"' in said

    cells = {("assumption", "courses", "name"): "evening courses",
             ("correlation", "courses ~ evening visits", "value"): "0.6",
             ("shock", "mild winters ~ hourly pay", "remove"): "1"}  # fmt: skip
    made = editing.edit_cells(case=case, seen=2, typed=cells, by=dev)
    (tie,) = made.said.correlations
    assert (tie.first, tie.second, tie.value) == ("evening courses", "evening visits", 0.6)
    assert made.said.shocks == ()

    row = ("correlation", "evening courses ~ evening visits", "value")
    with pytest.raises(InputError, match=r"'2' is no number from -1 to 1"):
        editing.edit_cells(case=case, seen=3, typed={row: "2"}, by=dev)
    with pytest.raises(InputError, match="A new correlation has no second"):
        editing.edit_cells(
            case=case, seen=3, typed={("correlation", "+1", "first"): "courses"}, by=dev
        )
