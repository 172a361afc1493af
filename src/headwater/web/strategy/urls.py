"""Addresses of the objectives."""

from django.urls import path

from headwater.web.strategy import views

app_name = "strategy"
urlpatterns = [
    path("", views.objectives, name="objectives"),
    path("add", views.add, name="add"),
    path("<int:pk>/", views.objective, name="objective"),
    path("<int:pk>/links", views.link, name="link"),
    path("<int:pk>/remove", views.remove, name="remove"),
]
