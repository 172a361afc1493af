"""Names the room of business cases to Django."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """The room of business cases."""

    name = "headwater.web.appraisal"
    label = "appraisal"
    verbose_name = "Business cases"
    default_auto_field = "django.db.models.BigAutoField"
