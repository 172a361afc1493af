"""Addresses of the papers."""

from django.urls import path

from headwater.web.presentation import views

app_name = "presentation"
urlpatterns = [
    path("<uuid:pk>/", views.papers, name="papers"),
    path("<uuid:pk>/<str:name>", views.download, name="download"),
]
