"""Addresses of the papers."""

from django.urls import path

from headwater.web.presentation import views, views_charter, views_letters

app_name = "presentation"
urlpatterns = [
    path("<uuid:pk>/", views.papers, name="papers"),
    path("<uuid:pk>/letters/prepare", views_letters.prepare, name="prepare_letters"),
    path("letters/<uuid:pk>/", views_letters.letters, name="letters"),
    path("letters/<uuid:pk>/all", views_letters.files, name="files"),
    path("letters/<uuid:pk>/all/<str:ending>", views_letters.pack_file, name="pack_file"),
    path("letters/<uuid:pk>/all/<str:ending>/make", views_letters.make_file, name="make_file"),
    path("letters/<uuid:pk>/<str:key>/", views_letters.letter, name="letter"),
    path("letters/<uuid:pk>/<str:key>/sheet", views_letters.sheet, name="letter_sheet"),
    path(
        "letters/<uuid:pk>/<str:key>/file/<str:ending>",
        views_letters.letter_file,
        name="letter_file",
    ),
    path("charters/<int:number>/", views_charter.charter, name="charter"),
    path(
        "charters/<int:number>/file/<slug:ending>",
        views_charter.charter_file,
        name="charter_file",
    ),
    path("charters/issue/<int:pk>", views_charter.issue_charter, name="issue_charter"),
    path("<uuid:pk>/<str:name>", views.download, name="download"),
]
