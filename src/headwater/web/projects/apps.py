"""Names the room of projects to Django."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """The list of projects."""

    name = "headwater.web.projects"
    label = "projects"
    verbose_name = "Projects"
    default_auto_field = "django.db.models.BigAutoField"
