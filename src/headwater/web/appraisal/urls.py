"""Addresses of business cases."""

from django.urls import path

from headwater.web.appraisal.views import bundles, cases, grid, looking, options

app_name = "appraisal"
urlpatterns = [
    path("cases", cases.cases, name="cases"),
    path("cases/bring", cases.bring, name="bring"),
    path("cases/sample", cases.sample, name="sample"),
    path("cases/template.xlsx", cases.template, name="template"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/sign", cases.sign, name="sign"),
    path("cases/<int:pk>/comment", cases.comment, name="comment"),
    path("cases/<int:pk>/link", cases.link, name="link"),
    path("cases/<int:pk>/simulate", cases.simulate, name="simulate"),
    path("cases/<int:pk>/project", cases.into_projects, name="into_projects"),
    path("cases/<int:pk>/grid", grid.grid, name="grid"),
    path("cases/<int:pk>/grid/back", grid.take_back, name="take_back"),
    path("cases/<int:pk>/review", looking.review, name="review"),
    path("cases/<int:pk>/compare", looking.compare, name="compare"),
    path("cases/<int:pk>/papers/<str:name>", looking.paper, name="paper"),
    path("cases/<int:pk>/template", looking.own_template, name="own_template"),
    path("cases/<int:pk>/options", options.options, name="options"),
    path("bundles", bundles.bundles, name="bundles"),
    path("bundles/new", bundles.edit_bundle, name="new_bundle"),
    path("bundles/<int:pk>/", bundles.bundle, name="bundle"),
    path("bundles/<int:pk>/change", bundles.edit_bundle, name="edit_bundle"),
    path("bundles/<int:pk>/remove", bundles.remove_bundle, name="remove_bundle"),
    path("bundles/<int:pk>/portfolio", bundles.bundle_into_portfolio, name="bundle_into_portfolio"),
    path("across", looking.across, name="across"),
]
