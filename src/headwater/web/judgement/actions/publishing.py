"""What a reveal makes public: computed once from all answers, as exactly as the mode allows."""

import math
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from headwater.errors import InputError
from headwater.vocabulary.publication import Mode as EngineMode
from headwater.vocabulary.publication import Release, Scale
from headwater.vocabulary.shapes import JOIN
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement
from headwater.web.judgement.actions import agreeing, spread
from headwater.web.judgement.models import Round
from headwater.web.judgement.states import FEWEST, Mode

Answers = Mapping[str, Mapping[str, Any]]

TOO_FEW = (
    f"Fewer than {FEWEST} answered, so nothing is shown: with so few, what one person said could "
    "be worked out. Ask again when more are there."
)
HIDDEN_QUESTION = f"Fewer than {FEWEST} answered this."


def publish(round: Round) -> dict[str, Any]:
    """Return what everyone may see of a closed round, as plain JSON.

    Named: every answer with its name, and exact figures. Otherwise nothing below five answers,
    figures rounded, and words without names in random order.
    """
    people = _people(round) if round.mode == Mode.NAMED else []
    sealed = list(round.sealed.values_list("answers", flat=True))
    answers = [each["answers"] for each in people] or sealed
    hidden = round.mode != Mode.NAMED
    if hidden and len(answers) < FEWEST:
        return {"enough": False, "answered": None, "questions": [], "doubts": [TOO_FEW]}
    stepped = bool(round.frozen.get("adaptive"))
    asked = [] if stepped else round.frozen["asked"]
    told: dict[str, Any] = {
        "enough": True,
        "answered": spread.about(len(answers)) if hidden else str(len(answers)),
        "questions": [_question(each, answers, people, round.mode) for each in asked],
        "doubts": [],
    }
    if stepped:
        told |= _steps(answers, people)
    if round.frozen["kind"] == "criteria":
        told |= _weights(round, answers, people, hidden)
    if round.frozen["kind"] == "projects" and people:
        told |= agreeing.of_scores(round, people)
    return told


def _steps(answers: Sequence[Answers], people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what may be seen of ballots that asked each person something else.

    Hidden: comments alone, of all questions together, since what someone was asked tells what they
    answered before.
    """
    from headwater import judgement

    if not people:
        said = [each for answer in answers for each in answer.values()]
        return {"comments": _shuffled(said, "comment")}
    paths = [
        [
            each["name"],
            [
                judgement.worded(tuple(key.split(JOIN)), _interval(given))
                if JOIN in key
                else f"{key} matters {'most' if given.get('low') else 'least'}"
                for key, given in each["answers"].items()
            ],
        ]
        for each in people
    ]
    comments = [
        [each["name"], f"{key.replace(JOIN, ' or ')}: {given['comment']}"]
        for each in people
        for key, given in each["answers"].items()
        if given.get("comment")
    ]
    return {"paths": paths, "comments": comments}


def _people(round: Round) -> list[dict[str, Any]]:
    ballots = round.ballots.select_related("participant", "cast_by").order_by("participant__name")
    return [
        {
            "name": each.participant.name,
            "cast_by": each.cast_by.name if each.cast_by else "",
            "answers": each.answers,
        }
        for each in ballots
    ]


def _question(
    asked: Mapping[str, Any],
    answers: Sequence[Answers],
    people: Sequence[Mapping[str, Any]],
    round_mode: str,
) -> dict[str, Any]:
    key, hidden = asked["key"], round_mode != Mode.NAMED
    given = [each[key] for each in answers if key in each]
    told: dict[str, Any] = {name: asked[name] for name in ("key", "kind", "label", "group")}
    told["options"] = asked["options"]
    told["comments"] = _said(people, key, "comment") if people else _shuffled(given, "comment")
    if asked["kind"] in ("choice", "text"):
        return told | _words(asked, given, people, key, hidden)
    found = [(each["low"], each["high"]) for each in given if each.get("low") is not None]
    if hidden and len(found) < FEWEST:
        return told | {"few": HIDDEN_QUESTION, "comments": []}
    if hidden:
        return told | {"release": _released(asked, found, round_mode)}
    told["spread"] = spread.of([_middle(asked, *ends) for ends in found])
    if people:
        told["by_person"] = [
            [each["name"], each["answers"][key]["low"], each["answers"][key]["high"]]
            for each in people
            if key in each["answers"]
        ]
    return told


def _words(
    asked: Mapping[str, Any],
    given: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]],
    key: str,
    hidden: bool,
) -> dict[str, Any]:
    said = [each["said"] for each in given if each.get("said")]
    if hidden and len(said) < FEWEST:
        return {"few": HIDDEN_QUESTION, "comments": []}
    if asked["kind"] == "text":
        return {"texts": _said(people, key, "said") if people else _shuffled(given, "said")}
    counts = [[option, said.count(option)] for option in asked["options"]]
    told: dict[str, Any] = {"counts": counts, "open": len(given) - len(said)}
    if people:
        told["by_person"] = [
            [each["name"], each["answers"][key].get("said", "")]
            for each in people
            if key in each["answers"]
        ]
    else:
        told.pop("open")
    return told


def _said(people: Sequence[Mapping[str, Any]], key: str, field: str) -> list[list[str]]:
    """Return [name, words] of everyone who wrote some."""
    return [
        [each["name"], each["answers"][key][field]]
        for each in people
        if each["answers"].get(key, {}).get(field)
    ]


def _shuffled(given: Sequence[Mapping[str, Any]], field: str) -> list[list[str]]:
    """Return the words without names, in random order."""
    said = [["", each[field]] for each in given if each.get(field)]
    secrets.SystemRandom().shuffle(said)
    return said


def judgements(
    round: Round, people: Sequence[Mapping[str, Any]], answers: Sequence[Answers]
) -> list[Judgement]:
    """Return the answers about criteria as the vocabulary knows them, one leader a ballot."""
    method = round.frozen["method"]
    named = [(each["name"], each["answers"]) for each in people] or [
        (f"Ballot {number}", each) for number, each in enumerate(answers, start=1)
    ]
    return [
        Judgement(leader, method, *_sides(asked["key"]), _interval(given.get(asked["key"])))
        for leader, given in named
        for asked in round.frozen["asked"]
        if asked["key"] in given or not asked.get("sparse")
    ]


def _weights(
    round: Round,
    answers: Sequence[Answers],
    people: Sequence[Mapping[str, Any]],
    hidden: bool,
) -> dict[str, Any]:
    """Return the weights that follow, and how far people agree."""
    from headwater import judgement

    criteria = tuple(round.frozen["subjects"])
    try:
        group = judgement.weigh(criteria, judgements(round, people, answers))
    except InputError as error:
        return {"doubts": [str(error)]}
    views = {
        who: dict(zip(criteria, each.weights.centre, strict=True))
        for who, each in group.by_leader.items()
    }
    if hidden:
        found = judgement.release_weights(views, mode=publication_mode(round.mode), closed=True)
        by_name = {each.item: each for each in found}
        shown = [plain(by_name[name]) for name in criteria]
        return {"weights": shown, "doubts": [], **agreeing.of_hidden(round, views, shown)}
    weights = [
        {"criterion": name, "spread": spread.of([view[name] for view in views.values()])}
        for name in criteria
    ]
    agreed = judgement.consensus(group)
    told: dict[str, Any] = {"weights": weights, "doubts": list(group.doubts)}
    if agreed is not None:
        told["consensus"] = {
            "word": agreed.word,
            "similarity": _two_places(agreed.similarity),
            "concordance": _two_places(agreed.concordance),
        }
        told["doubts"] += agreed.doubts
    return told | agreeing.of_weights(round, views)


def _two_places(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.2f}")


def _released(
    asked: Mapping[str, Any], found: Sequence[tuple[float, float]], mode: str
) -> dict[str, Any]:
    """Return what may be published of hidden numbers: the part of the scale they centre on."""
    from headwater import judgement

    factor = asked["kind"] == "factor"
    scale = Scale(1 / asked["high"] if factor else asked["low"], asked["high"], ratio=factor)
    values = [_middle(asked, *ends) for ends in found]
    name = f"{asked['group']}, {asked['label']}" if asked["group"] else asked["label"]
    return plain(
        judgement.release(name, values, scale=scale, mode=publication_mode(mode), closed=True)
    )


def plain(release: Release) -> dict[str, Any]:
    """Return what is published of one thing as plain JSON."""
    centre = release.centre
    return {
        "criterion": release.item,
        "text": release.text,
        "low": centre.low if centre else None,
        "high": centre.high if centre else None,
    }


def _middle(asked: Mapping[str, Any], low: float, high: float) -> float:
    """Return the middle of an answer: between factors it is the geometric one."""
    return math.sqrt(low * high) if asked["kind"] == "factor" else (low + high) / 2


def publication_mode(mode: str) -> EngineMode:
    """Return a hidden mode as the engine calls it."""
    found: EngineMode = "anonymous" if mode == Mode.ANONYMOUS else "confidential"
    return found


def _sides(key: str) -> tuple[str, str | None]:
    left, _, right = key.partition(JOIN)
    return left, right or None


def _interval(given: Mapping[str, Any] | None) -> Interval | None:
    if given is None or given.get("low") is None:
        return None
    return Interval(given["low"], given["high"])
