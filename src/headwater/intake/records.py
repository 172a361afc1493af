"""Objectives, links, judgements, rules and cash flows: rows made into records."""

from collections.abc import Mapping, Sequence

from headwater.intake.figures import UNKNOWN
from headwater.intake.findings import closest, listed
from headwater.intake.headings import key_of, parse_heading
from headwater.intake.others import Rows
from headwater.intake.references import Directory, UnknownReferenceError
from headwater.intake.synonyms import KINDS_OF_RULE, METHODS
from headwater.vocabulary.intake import COMPARING_METHODS, JUDGEMENT_METHODS
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import RULE_KINDS, Judgement, Link, Objective, Rule


def one_of(text: str, forms: Mapping[str, Sequence[str]]) -> str:
    """Return the canonical word for what people write, '' when it is none of them."""
    key = key_of(text)
    return next((name for name, known in forms.items() if key in known), "")


def reference(rows: Rows, row: int, name: str, text: str, known: Directory) -> str:
    """Find what a cell refers to; a fault (and '') when it is nothing, or not only one thing."""
    if not text:
        rows.fault(row, name, f"it is blank; write the id or the name of a {known.kind}")
        return ""
    try:
        return known.find(text)
    except UnknownReferenceError as error:
        rows.fault(row, name, str(error))
        return ""


def objectives(rows: Rows) -> tuple[Objective, ...]:
    """Read the objectives; parents are found by id or by name, and must not run in a circle."""
    listed_rows = list(rows.texts("id", "name", "parent"))
    weights = rows.plain("weight", least=0)
    entries: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for row, (identity, name, _) in listed_rows:
        if not name:
            rows.fault(row, "name", "there is no name; write one or delete the row")
        what = "id" if identity else "name"
        identity = identity or name
        before = seen.setdefault(identity.casefold(), row)
        if before != row and identity:
            rows.fault(row, what, f"rows {before} and {row} bear the same {what} {identity!r}")
        entries.append((identity, name))
    known = Directory("objective", entries)
    made = []
    for (identity, name), (row, texts), weight in zip(entries, listed_rows, weights, strict=True):
        parent = reference(rows, row, "parent", texts[2], known) if texts[2] else None
        made.append(Objective(identity, name, parent or None, weight))
    _refuse_circles(rows, made, [row for row, _ in listed_rows])
    return tuple(sorted(made, key=lambda each: (each.id.casefold(), each.id)))


def _refuse_circles(rows: Rows, made: Sequence[Objective], numbers: Sequence[int]) -> None:
    parents = {each.id: each.parent for each in made}
    for each, row in zip(made, numbers, strict=True):
        passed = {each.id}
        at = each.parent
        while at is not None and at not in passed:
            passed.add(at)
            at = parents.get(at)
        if at == each.id:
            rows.fault(row, "parent", f"{each.id!r} stands above itself; mend one of the parents")


def links(rows: Rows, projects: Directory, known: Directory) -> tuple[Link, ...]:
    """Read the links; a strength left blank is 1, one that is not known lies from 0 to 1."""
    strengths = rows.plain("strength", least=0)
    made: dict[tuple[str, str], tuple[Link, int]] = {}
    again = 0
    for (row, (project, objective, text)), strength in zip(
        rows.texts("project", "objective", "strength"), strengths, strict=True
    ):
        pair = (
            reference(rows, row, "project", project, projects),
            reference(rows, row, "objective", objective, known),
        )
        if strength is None:
            strength = Interval(0.0, 1.0) if text.casefold() in UNKNOWN else Interval(1.0, 1.0)
        link = Link(*pair, strength)
        before, above = made.setdefault(pair, (link, row))
        if before != link and all(pair):
            rows.fault(row, "strength", f"rows {above} and {row} give the same link two strengths")
        again += above != row and all(pair)
    if again:
        rows.findings.ignore(f"{again:,} links are stated more than once; each counts once.")
    found = [link for link, _ in made.values()]
    return tuple(sorted(found, key=lambda each: (each.project, each.objective)))


def judgements(rows: Rows, subjects: Mapping[str, str]) -> tuple[Judgement, ...]:
    """Read the judgements; `subjects` are the criteria and objectives, by lower-case words."""
    answers = rows.plain("answer", fractions=True)
    made: list[Judgement] = []
    seen: dict[tuple[str, ...], int] = {}
    for (row, texts), answer in zip(
        rows.texts("leader", "method", "left", "right"), answers, strict=True
    ):
        leader, written, left, right = texts
        method = one_of(written, METHODS)
        if not leader:
            rows.fault(row, "leader", "there is no leader; write who answered")
        if not method:
            known = listed(JUDGEMENT_METHODS)
            rows.fault(
                row,
                "method",
                f"{written!r} is no method; write one of {known}{closest(written, METHODS)}",
            )
        if not right and method in COMPARING_METHODS:
            rows.fault(row, "right", f"{method} compares two; write what {left!r} is compared with")
        left = _subject(rows, row, "left", left, subjects)
        other = _subject(rows, row, "right", right, subjects) if right else None
        key = (leader.casefold(), method, left, other or "")
        before = seen.setdefault(key, row)
        if before != row:
            rows.fault(row, "answer", f"rows {before} and {row} answer the same question; keep one")
        made.append(Judgement(leader, method, left, other, answer))
    return tuple(
        sorted(made, key=lambda each: (each.leader, each.method, each.left, each.right or ""))
    )


def _subject(rows: Rows, row: int, name: str, text: str, subjects: Mapping[str, str]) -> str:
    found = subjects.get(key_of(text)) or subjects.get(key_of(parse_heading(text).label))
    if found is None:
        mend = closest(text, subjects.values()) or "; mend it, or add it to the objectives"
        rows.fault(
            row,
            name,
            f"{text[:100]!r} is neither a criterion of the projects nor an objective{mend}",
        )
        return text
    return found


def rules(rows: Rows, projects: Directory) -> tuple[Rule, ...]:
    """Read the rules; at_least, at_most and synergy need a value."""
    values = rows.plain("value")
    made: set[Rule] = set()
    for (row, (written, project, other)), value in zip(
        rows.texts("kind", "project", "other"), values, strict=True
    ):
        kind = one_of(written, KINDS_OF_RULE)
        if not kind:
            known = listed(RULE_KINDS)
            rows.fault(row, "kind", f"{written!r} is no rule; write one of {known}")
            continue
        group = kind in ("at_least", "at_most")
        first = "" if group and not project else reference(rows, row, "project", project, projects)
        others = _others(rows, row, other, projects)
        if not other and not (group and first):
            rows.fault(row, "other", f"{kind} needs another project; write its id or name")
        if first in others:
            rows.fault(row, "other", f"{first!r} stands on both sides of the rule")
        number = None
        if kind not in ("requires", "excludes"):
            number = rows.single(row, "value", value) if "value" in rows.columns else None
            if number is None:
                rows.fault(row, "value", f"{kind} needs a value; add a column 'value'")
            elif group and (number < 0 or number != int(number)):
                rows.fault(row, "value", f"{number:g} is no number of projects; write 0, 1, 2, ...")
        made.add(Rule(kind, first, others, number))  # type: ignore[arg-type]
    return tuple(
        sorted(made, key=lambda each: (each.kind, each.project, each.other, each.value or 0.0))
    )


def _others(rows: Rows, row: int, text: str, projects: Directory) -> tuple[str, ...]:
    if not text:
        return ()
    if text in projects:
        parts = [text]
    else:
        parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
    found = {reference(rows, row, "other", part, projects) for part in parts}
    return tuple(sorted(found - {""}))
