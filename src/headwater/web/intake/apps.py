"""The Django application of the way in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """How sheets come in."""

    name = "headwater.web.intake"
    label = "intake"
    verbose_name = "Intake"
