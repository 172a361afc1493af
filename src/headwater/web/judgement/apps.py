"""Names the room of judgement to Django."""

from django.apps import AppConfig


class JudgementConfig(AppConfig):
    """The room of judgement."""

    name = "headwater.web.judgement"
    label = "judgement"
    verbose_name = "Judgement"
    default_auto_field = "django.db.models.BigAutoField"
