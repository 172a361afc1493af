"""The Django application that holds the base pages and the look."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, static files and the pages that belong to no room."""

    name = "headwater.web.site"
    label = "headwater_site"
    verbose_name = "Site"
