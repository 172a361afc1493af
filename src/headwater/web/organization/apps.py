"""The Django application of the organization."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Who is served, and who may do what."""

    name = "headwater.web.organization"
    label = "organization"
    verbose_name = "Organization"
