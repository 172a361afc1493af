"""Addresses of the choice."""

from django.urls import path

from headwater.web.portfolio import views

app_name = "portfolio"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("rationalize", views.rationalize, name="rationalize"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/project", views.project, name="project"),
]
