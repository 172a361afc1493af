"""The table of projects as the page draws it: columns, rows, filters, order and pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Lower

from headwater.web.projects.models import Project, ProjectList, held
from headwater.web.projects.templatetags.figures import behind, figure, typed

PAGE = 50
MONEY = ("cost", "benefit", "mandatory_cost")
UNKNOWN_LAST = float("inf")
TEXTS = ("name", "unit", "stage", "sponsor")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it edits, its heading, and whether it holds numbers."""

    field: str
    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what it shows, and what an editor of it starts with."""

    column: Column
    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A project with its cells; `name` stands apart because it heads the row."""

    project: Project
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: where a click on it leads, and how the page is sorted by it now."""

    column: Column
    address: str
    order: str  # "ascending", "descending" or "none", as aria-sort says it


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of the table."""

    rows: tuple[Row, ...]
    headings: tuple[Heading, ...]
    wanted: Mapping[str, Any]
    found: int
    total: int
    known_cost: float
    unknown_costs: int
    page: int
    pages: int
    previous: str
    following: str
    units: tuple[str, ...]
    stages: tuple[str, ...]

    @property
    def is_filtered(self) -> bool:
        """Say whether a filter hides some projects."""
        return any(self.wanted.get(name) for name in ("q", "unit", "stage", "unknown"))


def columns(listed: ProjectList, *, with_benefit: bool) -> tuple[Column, ...]:
    """Return the columns of the list: the usual ones, and one a criterion."""
    money = behind(listed.money)
    found = [
        Column("name", "Project"),
        Column("unit", "Unit"),
        Column("stage", "Stage"),
        Column("cost", f"Cost{money}", is_number=True),
    ]
    if with_benefit:
        found.append(Column("benefit", "Benefit", is_number=True))
    found += [Column(f"score:{name}", name, is_number=True) for name in listed.criteria]
    return (*found, Column("mandatory", "Mandatory"), Column("sponsor", "Sponsor"))


def row_of(project: Project, shown: Iterable[Column]) -> Row:
    """Return one project as a row."""
    return Row(project, tuple(cell_of(project, column) for column in shown))


def cell_of(project: Project, column: Column) -> Cell:
    """Return one cell of a project."""
    group, colon, label = column.field.partition(":")
    if colon:
        values = {"score": "scores", "period": "costs_by_period", "capacity": "capacity"}
        value = held(getattr(project, values[group]).get(label))
        return Cell(column, figure(value), typed(value))
    if column.field in MONEY:
        value = getattr(project, column.field)
        return Cell(column, figure(value), typed(value))
    if column.field == "mandatory":
        return Cell(
            column, "yes" if project.mandatory else "", "yes" if project.mandatory else "no"
        )
    text = str(getattr(project, column.field))
    return Cell(column, text, text)


def grid(listed: ProjectList, wanted: Mapping[str, Any]) -> Grid:
    """Return the page of the table that was asked for; its query count does not grow with rows."""
    everything = Project.objects.present()
    figures = everything.aggregate(
        total=Count("pk"),
        cost=Sum("cost_high"),
        blank=Count("pk", filter=Q(cost_high=None)),
        benefits=Count("benefit_high"),
    )
    shown = columns(listed, with_benefit=bool(figures["benefits"]))
    sort = wanted.get("sort") or "name"
    if sort.removeprefix("-") not in {column.field for column in shown}:
        sort = "name"
    keys = _sorted(_filtered(everything, wanted), sort)
    pages = max(1, -(-len(keys) // PAGE))
    page = min(wanted.get("page") or 1, pages)
    here = keys[(page - 1) * PAGE : page * PAGE]
    projects = Project.objects.in_bulk(here)
    return Grid(
        rows=tuple(row_of(projects[key], shown) for key in here),
        headings=tuple(_heading(column, sort, wanted) for column in shown),
        wanted={**wanted, "sort": sort},
        found=len(keys),
        total=figures["total"],
        known_cost=figures["cost"] or 0.0,
        unknown_costs=figures["blank"],
        page=page,
        pages=pages,
        previous=_address(wanted, page=page - 1) if page > 1 else "",
        following=_address(wanted, page=page + 1) if page < pages else "",
        units=_texts(everything, "unit"),
        stages=_texts(everything, "stage"),
    )


def _filtered(found: QuerySet[Project], wanted: Mapping[str, Any]) -> QuerySet[Project]:
    if text := (wanted.get("q") or "").strip():
        places = ("name", "description", "key", "unit")
        match = Q()
        for place in places:
            match |= Q(**{f"{place}__icontains": text})
        found = found.filter(match)
    for name in ("unit", "stage"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    return found.filter(cost_high=None) if wanted.get("unknown") else found


def _sorted(found: QuerySet[Project], sort: str) -> list[int]:
    field, down = sort.removeprefix("-"), sort.startswith("-")
    if field.startswith("score:"):
        return _sorted_by_score(found, field.removeprefix("score:"), down)
    column = (
        Lower(field)
        if field in TEXTS
        else F({"cost": "cost_high", "benefit": "benefit_high"}.get(field, field))
    )
    order = column.desc(nulls_last=True) if down else column.asc(nulls_last=True)
    return list(found.order_by(order, Lower("name"), "pk").values_list("pk", flat=True))


def _sorted_by_score(found: QuerySet[Project], criterion: str, down: bool) -> list[int]:
    """Sort by a score, middle of its range; unknown last, both ways up."""
    rows = list(found.order_by(Lower("name"), "pk").values_list("pk", "scores"))
    known = [(held(scores.get(criterion)), key) for key, scores in rows]
    numbers = [(score.middle, key) for score, key in known if score is not None]
    numbers.sort(key=lambda each: -each[0] if down else each[0])
    return [key for _, key in numbers] + [key for score, key in known if score is None]


def _heading(column: Column, sort: str, wanted: Mapping[str, Any]) -> Heading:
    current = column.field == sort.removeprefix("-")
    down = sort.startswith("-")
    following = f"-{column.field}" if current and not down else column.field
    order = ("descending" if down else "ascending") if current else "none"
    return Heading(column, _address(wanted, sort=following, page=None), order)


def _address(wanted: Mapping[str, Any], **changes: Any) -> str:
    asked = {**wanted, **changes}
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _texts(found: QuerySet[Project], field: str) -> tuple[str, ...]:
    texts = found.exclude(**{field: ""}).order_by(field).values_list(field, flat=True).distinct()
    return tuple(texts)
