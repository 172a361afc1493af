"""The Django application of the portfolio."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """The choice among projects."""

    name = "headwater.web.portfolio"
    label = "portfolio"
    verbose_name = "Portfolio"

    def ready(self) -> None:
        """Name this room's kinds of run."""
        from headwater.web.portfolio import actions, look_pages
        from headwater.web.portfolio.actions import (
            checking,
            comparing,
            exploring,
            improving,
            lenses,
            looking,
            overriding,
            risking,
            streaming,
            takes,
        )
        from headwater.web.portfolio.models import KIND
        from headwater.web.runs import registry

        registry.register(KIND, streaming.streamed, result_url=actions.address)
        registry.when_warm(actions.get_ready)
        for kind, work in (
            (exploring.ROOM, exploring.room_work),
            (exploring.CONDITIONS, exploring.conditions_work),
            (exploring.MONEY, exploring.money_work),
            (takes.KIND, takes.work),
            (lenses.FAIR, lenses.fair_share_work),
            (lenses.SIGNALS, lenses.signals_work),
            (overriding.KIND, overriding.work),
            (risking.KIND, risking.work),
            (checking.RULES, checking.rules_work),
            (checking.CERTIFICATE, checking.certificate_work),
        ):
            registry.register(
                kind, work, result_url=look_pages.address, fill=looking.fill, lane="looks"
            )
        for each in (comparing, improving):
            registry.register(
                each.KIND, each.work, result_url=look_pages.address, fill=each.fill, lane="looks"
            )
