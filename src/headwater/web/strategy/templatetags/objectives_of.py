"""Which objectives a project is said to serve, for pages of other rooms."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from headwater.web.strategy.models import Link, Objective

register = template.Library()


@register.simple_tag
def objectives_of(project: str) -> list[Objective]:
    """Return the objectives that the project (its key) serves, in the order of their keys."""
    keys = Link.objects.filter(project=project).values("objective")
    return list(Objective.objects.filter(key__in=keys))


@dataclass(frozen=True, slots=True)
class Named:
    """An objective by its key; None where it is no longer there."""

    key: str
    found: Objective | None


@register.simple_tag
def objectives_named(keys: Sequence[str]) -> list[Named]:
    """Return the objectives of these keys, in their order."""
    held = {each.key: each for each in Objective.objects.filter(key__in=list(keys))}
    return [Named(key, held.get(key)) for key in keys]


@register.simple_tag
def all_objectives() -> list[Objective]:
    """Return every objective, in the order of their keys."""
    return list(Objective.objects.all())
