"""Addresses of the choice."""

from django.urls import path

from headwater.web.portfolio import (
    views,
    views_ask,
    views_checking,
    views_comparing,
    views_exploring,
    views_fair_share,
    views_overrides,
    views_risk,
    views_scenarios,
    views_signals,
    views_takes,
    views_what_if,
)

app_name = "portfolio"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("rationalize", views.rationalize, name="rationalize"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/project", views.project, name="project"),
    path("<uuid:pk>/project/takes", views_takes.takes, name="takes"),
    path("<uuid:pk>/questions/<int:at>", views_ask.answer, name="answer"),
    path("<uuid:pk>/fair-share", views_fair_share.fair_share, name="fair_share"),
    path("<uuid:pk>/signals", views_signals.signals, name="signals"),
    path("<uuid:pk>/project/room", views_exploring.room, name="room"),
    path("<uuid:pk>/conditions", views_exploring.conditions, name="conditions"),
    path("<uuid:pk>/rules", views_checking.rules, name="rules"),
    path("<uuid:pk>/certificate", views_checking.certificate, name="certificate"),
    path("<uuid:pk>/risk", views_risk.risk, name="risk"),
    path("<uuid:pk>/risk/<uuid:look>", views_risk.risk_found, name="risk_found"),
    path("<uuid:pk>/money", views_exploring.money, name="money"),
    path("<uuid:pk>/what-if", views_what_if.what_if, name="what_if"),
    path("<uuid:pk>/what-if/keep", views_what_if.keep, name="keep_what_if"),
    path("<uuid:pk>/scenarios", views_scenarios.scenarios, name="scenarios"),
    path("<uuid:pk>/scenarios/new", views_scenarios.new_scenario, name="new_scenario"),
    path("<uuid:pk>/scenarios/make", views_scenarios.make_scenario, name="make_scenario"),
    path("<uuid:pk>/scenarios/carry", views_scenarios.carry_over, name="carry_over"),
    path("<uuid:pk>/scenarios/export", views_scenarios.export_scenarios, name="export_scenarios"),
    path("scenarios/<int:number>", views_scenarios.scenario, name="scenario"),
    path("scenarios/<int:number>/rename", views_scenarios.rename_scenario, name="rename_scenario"),
    path("scenarios/<int:number>/away", views_scenarios.put_away, name="put_away"),
    path("compare", views_comparing.compare, name="compare"),
    path("<uuid:pk>/overrides", views_overrides.overrides, name="overrides"),
    path("<uuid:pk>/overrides/price", views_overrides.price_override, name="price_override"),
    path("<uuid:pk>/overrides/price/<uuid:look>", views_overrides.priced, name="priced"),
    path("<uuid:pk>/overrides/confirm", views_overrides.confirm_override, name="confirm_override"),
    path(
        "<uuid:pk>/overrides/<int:number>/undo",
        views_overrides.undo_override,
        name="undo_override",
    ),
]
