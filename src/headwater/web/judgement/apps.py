"""Names the room of judgement to Django."""

from django.apps import AppConfig


class JudgementConfig(AppConfig):
    """The room of judgement."""

    name = "headwater.web.judgement"
    label = "judgement"
    verbose_name = "Judgement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what the worker does between runs for this room."""
        from headwater.web.judgement import actions
        from headwater.web.judgement.actions import asking, mattering
        from headwater.web.runs import chores, registry

        registry.register(asking.KIND, asking.work, result_url=asking.address)
        registry.register(mattering.KIND, mattering.work, result_url=mattering.address)

        chores.register("close rounds whose deadline has passed", actions.close_due, every=5)
        chores.register("write reminders", actions.remind_due, every=30)
        chores.register("wipe traces of closed rounds", actions.wipe, every=10)
