"""The Django application of the portfolio."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """The choice among projects."""

    name = "headwater.web.portfolio"
    label = "portfolio"
    verbose_name = "Portfolio"

    def ready(self) -> None:
        """Name this room's kind of run."""
        from headwater.web.portfolio import actions
        from headwater.web.portfolio.models import KIND
        from headwater.web.runs import registry

        registry.register(KIND, actions.work, result_url=actions.address)
