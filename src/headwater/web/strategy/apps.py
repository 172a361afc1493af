"""Names the room of strategy to Django."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """The room of strategy."""

    name = "headwater.web.strategy"
    label = "strategy"
    verbose_name = "Strategy"
    default_auto_field = "django.db.models.BigAutoField"
