"""Names the room of business cases to Django."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """The room of business cases."""

    name = "headwater.web.appraisal"
    label = "appraisal"
    verbose_name = "Business cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name this room's kind of run."""
        from headwater.web.appraisal.actions import simulating
        from headwater.web.runs import registry

        registry.register(simulating.KIND, simulating.work, result_url=simulating.address)
