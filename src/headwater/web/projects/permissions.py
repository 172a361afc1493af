"""Who may see the pages of the work; what each action takes stands in the organization's table."""

from headwater.web.organization.doors import View as View  # noqa: PLC0414
from headwater.web.organization.doors import readers_only as readers_only  # noqa: PLC0414
