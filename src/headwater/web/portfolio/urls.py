"""Addresses of the choice."""

from django.urls import path

from headwater.web.portfolio import (
    views,
    views_fair_share,
    views_overrides,
    views_signals,
    views_takes,
)

app_name = "portfolio"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("rationalize", views.rationalize, name="rationalize"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/project", views.project, name="project"),
    path("<uuid:pk>/project/takes", views_takes.takes, name="takes"),
    path("<uuid:pk>/fair-share", views_fair_share.fair_share, name="fair_share"),
    path("<uuid:pk>/signals", views_signals.signals, name="signals"),
    path("<uuid:pk>/overrides", views_overrides.overrides, name="overrides"),
    path("<uuid:pk>/overrides/price", views_overrides.price_override, name="price_override"),
    path("<uuid:pk>/overrides/confirm", views_overrides.confirm_override, name="confirm_override"),
    path(
        "<uuid:pk>/overrides/<int:number>/undo",
        views_overrides.undo_override,
        name="undo_override",
    ),
]
