"""Addresses of the runs' pages."""

from django.urls import path

from headwater.web.runs import views

app_name = "runs"
urlpatterns = [
    path("", views.list_runs, name="list"),
    path("<uuid:run_id>", views.show, name="show"),
    path("<uuid:run_id>/live", views.live, name="live"),
    path("<uuid:run_id>/cancel", views.cancel, name="cancel"),
    path("<uuid:run_id>/again", views.again, name="again"),
]
