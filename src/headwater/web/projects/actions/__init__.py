"""What people can do with the list of projects: the only stair from here to the engine."""

from headwater.web.projects.actions.cells import LIMIT_OF_PROJECTS, amount, money
from headwater.web.projects.actions.edits import add, change, last_edit, remove, undo
from headwater.web.projects.actions.limits import (
    add_rule,
    remove_rule,
    set_budget,
    set_capacity,
    set_period_budget,
)
from headwater.web.projects.actions.needs import attach_need
from headwater.web.projects.actions.outside import put
from headwater.web.projects.actions.whole import replace

__all__ = [
    "LIMIT_OF_PROJECTS",
    "add",
    "add_rule",
    "amount",
    "attach_need",
    "change",
    "last_edit",
    "money",
    "put",
    "remove",
    "remove_rule",
    "replace",
    "set_budget",
    "set_capacity",
    "set_period_budget",
    "undo",
]
