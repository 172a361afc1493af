"""The Django application of the runs."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """What is computed, and how far it is."""

    name = "headwater.web.runs"
    label = "runs"
    verbose_name = "Runs"

    def ready(self) -> None:
        """Name what is to be done between runs."""
        from headwater.web.runs import chores, files

        chores.register("forget old files", files.forget_old, every=files.FORGET_EVERY)
