"""What an item asks, as data: one shape for every method and kind, which one page can show."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations, permutations
from typing import Any
from uuid import UUID

from headwater.errors import InputError
from headwater.vocabulary.ballot import Option, Question
from headwater.vocabulary.shapes import JOIN
from headwater.web.judgement.models import Item, Round, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.judgement.templates import PROJECT_HIGH, PROJECT_LOW
from headwater.web.runs.actions import canonical

MOST_QUESTIONS = 300
LONGEST_TEXT = 4000
MOST_RATIO = 1000.0
MOST_STEP = 100.0  # ratios that a method which asks step by step may end at

Asked = dict[str, Any]
"""One question: key, kind (number, factor, choice, text or pick), label, hint, scale, anchors.

`sparse` marks a question that is only asked if earlier answers lead there.
"""


FEWER = "ahp_fewer"
"""The analytic hierarchy process with an incomplete matrix: how it is asked, not another method."""


def method_names() -> Mapping[str, str]:
    """Return the ways of asking about criteria: name -> title."""
    from headwater.judgement import METHODS

    named = {
        name: f"{METHODS[name].TITLE}, step by step"
        if METHODS[name].ADAPTIVE
        else METHODS[name].TITLE
        for name in METHODS
    }
    named[FEWER] = f"{METHODS['ahp'].TITLE}, fewer pairs"
    return named


def freeze(item: Item, workshop: Workshop) -> dict[str, Any]:
    """Return everything that an opened question rests on, as plain JSON.

    Raises
    ------
    InputError
        If the item cannot be asked: too little to judge, or no such method.
    """
    asked = _asked(item)
    return {
        "title": item.title,
        "question": item.question,
        "kind": item.kind,
        "method": _method(item),
        "subjects": list(item.subjects),
        "criteria": list(item.criteria) if item.kind == "projects" else [],
        "anchors": dict(item.anchors),
        "mode": str(workshop.mode),
        "quorum": workshop.quorum,
        "adaptive": _is_adaptive(item),
        "asked": asked,
    }


def _method(item: Item) -> str:
    """Return the method of the rack by which answers are weighed."""
    if item.kind != "criteria":
        return ""
    return "ahp" if item.method == FEWER else item.method


def _is_adaptive(item: Item) -> bool:
    from headwater.judgement import METHODS

    return item.kind == "criteria" and item.method != FEWER and METHODS[item.method].ADAPTIVE


@lru_cache(maxsize=256)
def frozen_in(round_id: UUID) -> dict[str, Any]:
    """Return what was frozen when a round opened: it never changes, so it is read once."""
    frozen: dict[str, Any] = Round.objects.values_list("frozen", flat=True).get(pk=round_id)
    return frozen


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
    if len(asked) > MOST_QUESTIONS and asked[0].get("sparse"):
        raise InputError(f"“{item.title}” has too many criteria to be asked one after the other.")
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
    criteria = tuple(item.subjects)
    if item.method == FEWER:
        from headwater.judgement.methods import ahp

        return [shown(each) for each in ahp.fewer_questions(criteria)]
    if METHODS[item.method].ADAPTIVE:
        return _space(criteria, METHODS[item.method].NAMES)
    return [shown(each) for each in METHODS[item.method].questions(criteria)]


def _space(criteria: Sequence[str], names: tuple[int, ...]) -> list[Asked]:
    """Return every question that may come up, each of which may stay without an answer.

    What is asked one after the other depends on the answers; what may be handed in does not.
    """
    marks = [
        _question(name, "number", name, low=0.0, high=1.0, sparse=True)
        for name in (criteria if 1 in names else ())
    ]
    both = permutations(criteria, 2) if 1 in names else combinations(sorted(criteria), 2)
    return marks + [
        _question(
            JOIN.join(pair), "factor", " or ".join(pair), low=1.0, high=MOST_STEP, sparse=True
        )
        for pair in both
    ]


def shown(question: Question) -> Asked:
    """Return a question of a method in the one shape that a page can show."""
    key = JOIN.join(question.items)
    told: dict[str, Any] = {
        "hint": question.hint,
        "anchors": [[f"{each.level:g}", each.label or each.example] for each in question.anchors],
    }
    if question.kind == "choice":
        told["options"] = [each.text for each in question.options]
        told["values"] = [_value(each) for each in question.options]
        told["unknown"] = question.takes_unknown
        return _question(key, "pick", question.text, **told)
    if question.kind in ("pairwise", "ratio") and question.low < 1:
        left, right = question.items
        most = question.high if question.kind == "pairwise" else MOST_RATIO
        told |= {"low": 1.0, "high": most, "options": [left, right]}
        return _question(key, "factor", f"{left} or {right}", **told)
    label = question.text if len(question.items) > 1 else question.items[0]
    told |= {"low": question.low, "high": question.high, "total": question.total}
    return _question(key, "number", label, **told)


def _value(option: Option) -> list[Any]:
    ends = (option.value.low, option.value.high) if option.value else (None, None)
    return [JOIN.join(option.key), *ends]


def _of_projects(item: Item) -> list[Asked]:
    if not item.subjects:
        raise InputError(f"“{item.title}” has no projects to judge; choose some first.")
    criteria: Sequence[str] = item.criteria or [""]
    return [
        _question(
            JOIN.join(filter(None, (project, criterion))),
            "number",
            criterion or project,
            low=PROJECT_LOW,
            high=PROJECT_HIGH,
            anchors=levels(item.anchors, criterion),
            group=project if criterion else "",
        )
        for project in item.subjects
        for criterion in criteria
    ]


def levels(anchors: Mapping[str, str], criterion: str) -> list[list[str]]:
    """Return what the levels look like for a criterion, lowest first.

    An anchor is named by its level, for all criteria, or by criterion and level ("Safety 4").
    """
    found = {}
    for name, words in anchors.items():
        about, _, level = name.rpartition(" ")
        if about in ("", criterion):
            found[level] = words
    return [[level, found[level]] for level in sorted(found, key=float)]


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
        "anchors": more.get("anchors", []),
        **{name: more[name] for name in ("values", "unknown", "sparse") if name in more},
    }


def is_hidden(frozen: Mapping[str, Any]) -> bool:
    """Say whether what was frozen promises that no answer is shown beside a name."""
    return bool(frozen["mode"] != Mode.NAMED)
