"""Which projects answer a need, for pages of other rooms."""

from django import template
from django.db.models import QuerySet

from headwater.web.projects.models import Project
from headwater.web.service.models import Need

register = template.Library()


@register.simple_tag
def projects_for(need: Need) -> QuerySet[Project]:
    """Return the projects attached to the need, by name."""
    return Project.objects.present().filter(need=need).order_by("name")


@register.simple_tag
def needs_to_attach() -> QuerySet[Need]:
    """Return the needs that a project can be attached to, the newest first."""
    return Need.objects.standing()
