"""The real settings and the application with the test's kinds of run."""

from headwater.web.site.settings import *  # noqa: F403
from headwater.web.site.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "council_work.CouncilWork"]
