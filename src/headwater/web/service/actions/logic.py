"""The guided session: problem, benefit, response, solution; and the map that it leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import get_args

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.presentation import logic_map
from headwater.service import logic as engine
from headwater.vocabulary.need import LogicItem, LogicMap, Part
from headwater.vocabulary.shapes import to_json
from headwater.web.organization import audit
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can
from headwater.web.organization.versions import write_if_unchanged
from headwater.web.service.actions.needs import happened
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Need

PARTS: tuple[Part, ...] = get_args(Part)
QUESTIONS = engine.QUESTIONS
KINDS = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
ON_SCREEN, TYPE = 1116.0, 14.0  # width and size of type of the drawing on the page


@dataclass(frozen=True, slots=True)
class Card:
    """One card as a person wrote it; `share` in per cent, None where not said."""

    text: str
    share: float | None = None
    measure: str = ""
    follows: tuple[str, ...] = ()


@transaction.atomic
def write_part(
    *,
    need: Need,
    part: Part,
    cards: Sequence[Card],
    version: int,
    by: User,
    at: datetime | None = None,
) -> Need:
    """Put one part of the map in the place of what stood there; cards without text are left out.

    Links from the part after it to cards that are gone go with them.

    Raises
    ------
    ConflictError
        If someone changed the need since `version` was shown.
    InputError
        If the part before is empty, or a card does not fit.
    """
    check_can(by, "record_needs")
    held = need.map
    engine.check_order(part, held)
    made = _cards(part, cards)
    keys = {each.key for each in made}
    others = [each for each in held.items if each.part != part]
    after = PARTS[PARTS.index(part) + 1 :][:1]
    items = [
        replace(each, follows=tuple(key for key in each.follows if key in keys))
        if each.part in after
        else each
        for each in others
    ]
    whole = LogicMap(need.title, tuple(sorted([*items, *made], key=_place)))
    write_if_unchanged(need, version, {"logic": to_json(whole)})
    happened(need, "logic_written", by=by, at=moment(at), detail={"part": part, "cards": len(made)})
    audit.record("service.logic.written", target=need, by=by, detail={"part": part})
    return need


def next_part(need: Need) -> Part | None:
    """Return the first part of the session that is still empty; None when all are told."""
    return engine.next_part(need.map)


def doubts(need: Need) -> tuple[str, ...]:
    """Return what to ask about the map, as whole sentences."""
    return engine.doubts(need.map) if need.map.items else ()


def drawing(need: Need) -> logic_map.Drawing | None:
    """Lay the map out for the page; None while nobody has drawn any of it."""
    return logic_map.lay_out(need.map, width=ON_SCREEN, size=TYPE) if need.map.items else None


@transaction.atomic
def map_file(*, need: Need, ending: str, by: User) -> tuple[str, str, bytes]:
    """Draw the map as a file of one page; return its name, kind and content.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such format, or nothing is drawn yet.
    """
    check_can(by, "download")
    if ending not in KINDS:
        raise InputError(f"There is no map as {ending!r}; choose one of {', '.join(KINDS)}.")
    if not need.map.items:
        raise InputError(f"{need.label} has no map yet; its session draws one.")
    organization = Organization.objects.first()
    served = f"{organization} · " if organization else ""
    day = f"{need.found_on.day} {need.found_on:%B %Y}"
    subtitle = f"{served}need {need.label}, found on {day}, for {need.for_whom}"
    draw = {"svg": logic_map.svg, "pdf": logic_map.pdf, "pptx": logic_map.pptx}[ending]
    content = draw(need.map, subtitle=subtitle)
    audit.record("service.map.taken", target=need, by=by, detail={"format": ending})
    return f"logic-map-{need.label}.{ending}", KINDS[ending], content


def _cards(part: Part, cards: Sequence[Card]) -> tuple[LogicItem, ...]:
    told = [each for each in cards if each.text.strip()]
    found = []
    for number, each in enumerate(told, 1):
        if each.share is not None and not 0 <= each.share <= 100:
            raise InputError(f"A share is 0 to 100 per cent, not {each.share:g}.")
        found.append(
            LogicItem(
                key=f"{part[0]}{number}",
                part=part,
                text=line(each.text, what=f"The {part}"),
                share=None if each.share is None else each.share / 100,
                measure=line(each.measure, what="The measure", most=200),
                follows=tuple(each.follows),
            )
        )
    return tuple(found)


def _place(item: LogicItem) -> tuple[int, str]:
    return PARTS.index(item.part), item.key
