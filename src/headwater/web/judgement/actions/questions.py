"""What an item asks, as data: one shape for every method and kind, which one page can show."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from headwater.errors import InputError
from headwater.vocabulary.ballot import Question
from headwater.vocabulary.shapes import JOIN
from headwater.web.judgement.models import Item, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.judgement.templates import PROJECT_HIGH, PROJECT_LOW
from headwater.web.runs.actions import canonical

MOST_QUESTIONS = 300
LONGEST_TEXT = 4000
MOST_RATIO = 1000.0

Asked = dict[str, Any]
"""One question: key, kind (number, factor, choice or text), label, hint, low, high, options."""


def method_names() -> Mapping[str, str]:
    """Return the methods that ask everything on one ballot: name -> title."""
    from headwater.judgement import METHODS

    return {name: METHODS[name].TITLE for name in METHODS if not METHODS[name].ADAPTIVE}


def freeze(item: Item, workshop: Workshop) -> dict[str, Any]:
    """Return everything that an opened question rests on, as plain JSON.

    Raises
    ------
    InputError
        If the item cannot be asked: too little to judge, or no such method.
    """
    return {
        "title": item.title,
        "question": item.question,
        "kind": item.kind,
        "method": item.method if item.kind == "criteria" else "",
        "subjects": list(item.subjects),
        "criteria": list(item.criteria) if item.kind == "projects" else [],
        "anchors": dict(item.anchors),
        "mode": str(workshop.mode),
        "quorum": workshop.quorum,
        "asked": _asked(item),
    }


def digest(frozen: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of what was frozen, in hexadecimal."""
    return hashlib.sha256(canonical(dict(frozen)).encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Say, in sentences, what a later round asks otherwise than the one before."""
    words = {
        "title": "The title",
        "question": "The question",
        "method": "The method",
        "mode": "The mode",
        "quorum": "The quorum",
        "anchors": "What the levels look like",
    }
    said = [
        f"{word} was changed from “{before[name]}” to “{after[name]}”."
        for name, word in words.items()
        if before[name] != after[name]
    ]
    for name, word in (("subjects", "list"), ("criteria", "criteria")):
        gone = [each for each in before[name] if each not in after[name]]
        new = [each for each in after[name] if each not in before[name]]
        said += [f"Taken off the {word}: {', '.join(gone)}."] if gone else []
        said += [f"New in the {word}: {', '.join(new)}."] if new else []
    return said


def _asked(item: Item) -> list[Asked]:
    match item.kind:
        case "criteria":
            asked = _of_method(item)
        case "projects":
            asked = _of_projects(item)
        case "write":
            asked = [_question("text", "text", item.question or item.title)]
        case "decide":
            if len(item.subjects) < 2:
                raise InputError(f"“{item.title}” needs at least two options; add them first.")
            asked = [
                _question("option", "choice", item.question or item.title, options=item.subjects)
            ]
        case _:
            raise InputError(f"“{item.title}” is a discussion: it asks nothing.")
    if len(asked) > MOST_QUESTIONS:
        raise InputError(
            f"“{item.title}” would ask {len(asked)} questions of each person; "
            f"{MOST_QUESTIONS} are the most. Judge fewer, or take a shorter method."
        )
    return asked


def _of_method(item: Item) -> list[Asked]:
    from headwater.judgement import METHODS

    if len(item.subjects) < 2:
        raise InputError(f"“{item.title}” needs at least two criteria; add them first.")
    if item.method not in method_names():
        raise InputError(
            f"There is no method {item.method!r}; the methods are: {', '.join(method_names())}."
        )
    asked = METHODS[item.method].questions(tuple(item.subjects))
    shared = {_hint(each) for each in asked}
    return [
        _shown(each, hint=_hint(each) if number == 0 or len(shared) > 1 else "")
        for number, each in enumerate(asked)
    ]


def _hint(question: Question) -> str:
    """Return how to answer and what levels mean; where all questions agree it is said once."""
    levels = "; ".join(f"{each.level:g}: {each.label or each.example}" for each in question.anchors)
    return " ".join(filter(None, (question.hint, f"{levels}." if levels else "")))


def _shown(question: Question, *, hint: str) -> Asked:
    key = JOIN.join(question.items)
    if question.kind in ("pairwise", "ratio"):
        left, right = question.items
        most = question.high if question.kind == "pairwise" else MOST_RATIO
        return _question(
            key,
            "factor",
            f"{left} or {right}",
            low=1.0,
            high=most,
            options=[left, right],
            hint=hint,
        )
    return _question(
        key,
        "number",
        question.items[0],
        low=question.low,
        high=question.high,
        hint=hint,
        total=question.total,
    )


def _of_projects(item: Item) -> list[Asked]:
    if not item.subjects:
        raise InputError(f"“{item.title}” has no projects to judge; choose some first.")
    criteria: Sequence[str] = item.criteria or [""]
    levels = "; ".join(f"{level}: {words}" for level, words in sorted(item.anchors.items()))
    return [
        _question(
            JOIN.join(filter(None, (project, criterion))),
            "number",
            criterion or project,
            low=PROJECT_LOW,
            high=PROJECT_HIGH,
            hint=levels,
            group=project if criterion else "",
        )
        for project in item.subjects
        for criterion in criteria
    ]


def _question(key: str, kind: str, label: str, **more: Any) -> Asked:
    return {
        "key": key,
        "kind": kind,
        "label": label,
        "hint": more.get("hint", ""),
        "low": more.get("low"),
        "high": more.get("high"),
        "options": list(more.get("options", ())),
        "group": more.get("group", ""),
        "total": more.get("total"),
    }


def is_hidden(frozen: Mapping[str, Any]) -> bool:
    """Say whether what was frozen promises that no answer is shown beside a name."""
    return bool(frozen["mode"] != Mode.NAMED)
