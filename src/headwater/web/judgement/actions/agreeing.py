"""What a reveal tells of agreement: measures and their meaning, groups, the way over rounds."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.vocabulary.agreement import Measure, Movement, Opinions
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval
from headwater.web.judgement.actions import spread
from headwater.web.judgement.models import Round
from headwater.web.judgement.states import State
from headwater.web.judgement.templates import PROJECT_HIGH, PROJECT_LOW

Views = Mapping[str, Mapping[str, float]]
"""person -> criterion or item -> value."""

MOST_APART = 8
SCORES = Scale(PROJECT_LOW, PROJECT_HIGH)


def of_weights(round: Round, views: Views) -> dict[str, Any]:
    """Return what named weights say of agreement, as plain JSON; views stay for later rounds."""
    from headwater import judgement
    from headwater.judgement import measures

    before = [each for each in earlier(round) if _same(each, round)]
    scale = judgement.weight_scale(len(round.frozen["subjects"]))
    moved = judgement.movement(
        [_as_round(each["views"]) for each in _with_views(before)] + [_as_round(views)], scale=scale
    )
    return {
        "views": {who: dict(view) for who, view in views.items()},
        "measures": [_measure(each) for each in measures.of_weights(views)],
        "opinions": _opinions(judgement.opinions(views)),
        "movement": [_movement(each) for each in moved],
        "rounds": _course(round, [*before, {"number": round.number, "views": views}]),
    }


def of_scores(round: Round, people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what named scores say of agreement, and on which the views lie apart most."""
    from headwater import judgement
    from headwater.judgement import measures

    names = {each["key"]: _name(each) for each in round.frozen["asked"]}
    views = {
        each["name"]: {
            names[key]: _middle(given) for key, given in each["answers"].items() if key in names
        }
        for each in people
    }
    known = {
        who: {item: value for item, value in view.items() if value is not None}
        for who, view in views.items()
    }
    before = [each for each in earlier(round) if _same(each, round)]
    moved = judgement.movement(
        [_as_round(each["views"]) for each in _with_views(before)] + [_as_round(known)],
        scale=SCORES,
    )
    apart = [each for each in moved if each.after.agreed is False]
    apart.sort(key=lambda each: (-_width(each), each.item))
    return {
        "views": known,
        "measures": [_measure(each) for each in measures.of_scores(views)],
        "movement": [_movement(each) for each in apart[:MOST_APART]],
        "close": len([each for each in moved if each.after.agreed]),
    }


def of_hidden(round: Round, views: Views, weights: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a hidden round may tell of agreement; its course rests on publications only."""
    from headwater.judgement.positions import positions
    from headwater.web.judgement.actions.publishing import plain, publication_mode

    found = positions(views, mode=publication_mode(round.mode), closed=True)
    before = [each for each in earlier(round) if _same(each, round) and each.get("weights")]
    return {
        "word": found.word,
        "positions": [
            {"name": each.name, "weights": [plain(release) for release in each.releases]}
            for each in found.positions
        ],
        "divides": list(found.divides),
        "agreement_doubts": list(found.doubts),
        "rounds": _hidden_course(round, before, weights),
        "movement": _hidden_moves(before[-1]["weights"] if before else [], weights),
    }


def earlier(round: Round) -> list[dict[str, Any]]:
    """Return what the item's revealed rounds before this one published, oldest first."""
    rows = Round.objects.filter(
        item=round.item_id, number__lt=round.number, state=State.REVEALED
    ).order_by("number")
    return [
        {"number": each.number, "frozen": each.frozen, "mode": each.mode, **(each.published or {})}
        for each in rows
    ]


def _same(before: Mapping[str, Any], round: Round) -> bool:
    """Say whether an earlier round judged the same things, in the same mode."""
    return bool(
        before["mode"] == round.mode
        and before["frozen"]["kind"] == round.frozen["kind"]
        and set(before["frozen"]["subjects"]) == set(round.frozen["subjects"])
        and set(before["frozen"]["criteria"]) == set(round.frozen["criteria"])
    )


def _with_views(before: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [each for each in before if each.get("views")]


def _as_round(views: Views) -> dict[str, dict[str, Interval | None]]:
    return {
        who: {item: Interval.point(value) for item, value in view.items()}
        for who, view in views.items()
    }


def _course(round: Round, rounds: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the middle half of each criterion's weight, round by round."""
    seen = [each for each in rounds if each.get("views")]
    return [
        {
            "criterion": name,
            "rounds": [
                {"number": each["number"], "spread": found}
                for each in seen
                if (found := spread.of([view[name] for view in each["views"].values()]))
            ],
        }
        for name in round.frozen["subjects"]
    ]


def _hidden_course(
    round: Round, before: Sequence[Mapping[str, Any]], weights: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    course = [*before, {"number": round.number, "weights": weights}]
    return [
        {
            "criterion": name,
            "rounds": [
                {"number": each["number"], "low": found["low"], "high": found["high"]}
                for each in course
                for found in each["weights"]
                if found["criterion"] == name and found["low"] is not None
            ],
        }
        for name in round.frozen["subjects"]
    ]


def _hidden_moves(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    was = {each["criterion"]: each for each in before}
    return [
        _hidden_move(was[each["criterion"]], each)
        for each in after
        if each["criterion"] in was
        and each["low"] is not None
        and was[each["criterion"]]["low"] is not None
    ]


def _hidden_move(was: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    name = now["criterion"]
    middle = [each["low"] * each["high"] for each in (was, now)]
    if abs(middle[0] - middle[1]) < 1e-9:
        text = f"{name}: the middle lies where it lay, as far as may be told."
        return {"item": name, "state": "still", "text": text}
    where = "up" if middle[1] > middle[0] else "down"
    return {"item": name, "state": "moving", "text": f"{name}: the middle moved {where}."}


def _opinions(found: Opinions) -> dict[str, Any]:
    return {
        "groups": [
            {"members": list(each.members), "weights": dict(each.weights), "text": each.text}
            for each in found.groups
        ],
        "divides": [[name, share] for name, share in found.divides.items()],
        "doubts": list(found.doubts),
    }


def _measure(found: Measure) -> dict[str, Any]:
    value = None if found.value is None else float(f"{found.value:.2f}")
    return {"name": found.name, "value": value, "meaning": found.meaning}


def _movement(found: Movement) -> dict[str, Any]:
    half = found.after.middle_half
    return {
        "item": found.item,
        "state": found.state,
        "text": found.text,
        "changed": found.changed,
        "low": half.low if half else None,
        "high": half.high if half else None,
        "median": found.after.median,
    }


def _width(found: Movement) -> float:
    half = found.after.middle_half
    return half.high - half.low if half else 0.0


def _middle(given: Mapping[str, Any]) -> float | None:
    return None if given.get("low") is None else float(given["low"] + given["high"]) / 2


def _name(asked: Mapping[str, Any]) -> str:
    return f"{asked['group']}, {asked['label']}" if asked["group"] else str(asked["label"])
