"""Names the room of services to Django."""

from django.apps import AppConfig


class ServiceConfig(AppConfig):
    """The room of services."""

    name = "headwater.web.service"
    label = "service"
    verbose_name = "Service"
    default_auto_field = "django.db.models.BigAutoField"
