"""Addresses of what leaders value."""

from django.urls import path

from headwater.web.judgement import views

app_name = "judgement"
urlpatterns = [
    path("", views.values, name="values"),
    path("give", views.give, name="give"),
    path("<int:pk>/remove", views.remove, name="remove"),
]
