"""Addresses of the way in."""

from django.urls import path

from headwater.web.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.upload, name="upload"),
    path("sample", views.sample, name="sample"),
    path("template", views.template, name="template"),
    path("<uuid:pk>/", views.show, name="show"),
    path("<uuid:pk>/apply", views.apply, name="apply"),
    path("<uuid:pk>/discard", views.discard, name="discard"),
]
