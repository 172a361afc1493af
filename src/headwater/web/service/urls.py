"""Addresses of services."""

from django.urls import path

from headwater.web.service.views import catalogue, needs, session, vision

app_name = "service"
urlpatterns = [
    path("needs", needs.needs, name="needs"),
    path("needs/record", needs.record, name="record_need"),
    path("needs/<int:pk>/", needs.need, name="need"),
    path("needs/<int:pk>/change", needs.change, name="change_need"),
    path("needs/<int:pk>/evidence", needs.add_evidence, name="add_evidence"),
    path(
        "needs/<int:pk>/evidence/<int:evidence>/remove",
        needs.remove_evidence,
        name="remove_evidence",
    ),
    path("needs/<int:pk>/answer", needs.answer, name="answer_need"),
    path("needs/<int:pk>/reopen", needs.reopen, name="reopen_need"),
    path("needs/<int:pk>/merge", needs.propose_merge, name="propose_merge"),
    path("needs/<int:pk>/merge/<int:merge>", needs.answer_merge, name="answer_merge"),
    path("needs/<int:pk>/session/<slug:part>", session.session, name="session"),
    path("needs/<int:pk>/map.<slug:ending>", session.map_file, name="map_file"),
    path("catalogue", catalogue.catalogue, name="catalogue"),
    path("catalogue/starter", catalogue.starter, name="starter"),
    path("catalogue/file", catalogue.catalogue_file, name="catalogue_file"),
    path("catalogue/add", catalogue.add_offering, name="add_offering"),
    path("catalogue/offering/<slug:key>/", catalogue.offering, name="offering"),
    path("catalogue/offering/<slug:key>/edit", catalogue.edit_offering, name="edit_offering"),
    path("catalogue/offering/<slug:key>/retire", catalogue.retire_offering, name="retire_offering"),
    path("vision", vision.vision, name="vision"),
    path("vision/edit", vision.edit_vision, name="edit_vision"),
    path("vision/<int:number>/agree", vision.agree_vision, name="agree_vision"),
    path("vision/<int:number>/review", vision.review_vision, name="review_vision"),
]
