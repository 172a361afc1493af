"""Addresses of the list of projects."""

from django.urls import path

from headwater.web.projects import views

app_name = "projects"
urlpatterns = [
    path("", views.table, name="table"),
    path("add", views.add, name="add"),
    path("undo", views.undo, name="undo"),
    path("limits", views.limits, name="limits"),
    path("limits/rules", views.add_rule, name="add_rule"),
    path("limits/rules/<int:pk>/remove", views.remove_rule, name="remove_rule"),
    path("limits/<str:what>", views.set_limit, name="set_limit"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/cell", views.cell, name="cell"),
    path("<int:pk>/need", views.attach_need, name="attach_need"),
    path("<int:pk>/remove", views.remove, name="remove"),
]
