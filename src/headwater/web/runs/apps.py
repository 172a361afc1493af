"""The Django application of the runs."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """What is computed, and how far it is."""

    name = "headwater.web.runs"
    label = "runs"
    verbose_name = "Runs"
