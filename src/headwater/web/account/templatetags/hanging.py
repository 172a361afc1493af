"""What hangs on an engagement or a need in the rooms above it, for their pages."""

from django import template
from django.contrib.auth.models import AnonymousUser, User

from headwater.web.account.gather import hanging
from headwater.web.service.models import Engagement, Need

register = template.Library()


@register.simple_tag
def hanging_on(
    user: User | AnonymousUser, engagement: Engagement | None = None, need: Need | None = None
) -> list[hanging.Hanging]:
    """Return the cases, workshops, decisions, runs and papers of an engagement, or of a need."""
    # a page that has none of one kind gives an empty text for it
    return hanging.hanging_on(user=user, engagement=engagement or None, need=need or None)
