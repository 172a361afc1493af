"""Addresses of business cases."""

from django.urls import path

from headwater.web.appraisal.views import cases

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
]
