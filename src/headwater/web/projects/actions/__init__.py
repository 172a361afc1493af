"""What people can do with the list of projects: the only stair from here to the engine."""

from headwater.web.projects.actions.cells import LIMIT_OF_PROJECTS, amount
from headwater.web.projects.actions.edits import add, change, last_edit, remove, undo
from headwater.web.projects.actions.limits import (
    change_rules,
    set_budget,
    set_capacity,
    set_period_budget,
)
from headwater.web.projects.actions.whole import replace

__all__ = [
    "LIMIT_OF_PROJECTS",
    "add",
    "amount",
    "change",
    "change_rules",
    "last_edit",
    "remove",
    "replace",
    "set_budget",
    "set_capacity",
    "set_period_budget",
    "undo",
]
