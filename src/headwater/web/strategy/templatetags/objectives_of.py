"""Which objectives a project is said to serve, for pages of other rooms."""

from django import template

from headwater.web.strategy.models import Link, Objective

register = template.Library()


@register.simple_tag
def objectives_of(project: str) -> list[Objective]:
    """Return the objectives that the project (its key) serves, in the order of their keys."""
    keys = Link.objects.filter(project=project).values("objective")
    return list(Objective.objects.filter(key__in=keys))
