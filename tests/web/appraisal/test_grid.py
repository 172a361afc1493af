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

from headwater.errors import ConflictError, InputError
from headwater.web.appraisal.actions import deciding, editing, keeping, papers
from headwater.web.appraisal.models import Case
from headwater.web.appraisal.views.grid import MARK
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
    made = edit(case, chioma, visits="40000")  # she still sees version 1
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
