"""Pages of judgements and workshops. Each view: find, check the form, act, show."""

from headwater.web.judgement.views.conducting import (
    conduct,
    console,
    console_now,
    wall,
    wall_now,
)
from headwater.web.judgement.views.decisions import (
    decision,
    decisions,
    minutes,
    record,
    record_item,
    supersede,
)
from headwater.web.judgement.views.looking import look
from headwater.web.judgement.views.preparing import (
    add_item,
    add_people,
    change,
    change_item,
    change_person,
    new_workshop,
    prepare,
    workshops,
)
from headwater.web.judgement.views.rooms import (
    door,
    hand_in,
    here,
    join,
    leave,
    now,
    park,
    personal_link,
    who_sees_what,
)
from headwater.web.judgement.views.streams import facilitator_events, guest_events
from headwater.web.judgement.views.values import give, remove, values

__all__ = [
    "add_item",
    "add_people",
    "change",
    "change_item",
    "change_person",
    "conduct",
    "console",
    "console_now",
    "decision",
    "decisions",
    "door",
    "facilitator_events",
    "give",
    "guest_events",
    "hand_in",
    "here",
    "join",
    "leave",
    "look",
    "minutes",
    "new_workshop",
    "now",
    "park",
    "personal_link",
    "prepare",
    "record",
    "record_item",
    "remove",
    "supersede",
    "values",
    "wall",
    "wall_now",
    "who_sees_what",
    "workshops",
]
