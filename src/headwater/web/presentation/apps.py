"""Names the room of presentation to Django."""

from django.apps import AppConfig


class PresentationConfig(AppConfig):
    """The room of presentation."""

    name = "headwater.web.presentation"
    label = "presentation"
    verbose_name = "Presentation"
    default_auto_field = "django.db.models.BigAutoField"
