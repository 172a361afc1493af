"""Pages of the list of projects. Each view: find, check the form, act, show."""

from headwater.web.projects.views.cells import cell, remove
from headwater.web.projects.views.detail import attach_need, project
from headwater.web.projects.views.limits import add_rule, limits, remove_rule, set_limit
from headwater.web.projects.views.table import add, table, undo

__all__ = [
    "add",
    "add_rule",
    "attach_need",
    "cell",
    "limits",
    "project",
    "remove",
    "remove_rule",
    "set_limit",
    "table",
    "undo",
]
