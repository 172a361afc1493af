"""Addresses of the account."""

from django.urls import path

from headwater.web.account.views import customer, desk, maturity, requests, statement

app_name = "account"
urlpatterns = [
    path("", customer.customer, name="customer"),
    path("maturity", maturity.maturity, name="maturity"),
    path("maturity/<slug:key>", maturity.figure, name="maturity_figure"),
    path("figures/<slug:key>", customer.figure, name="figure"),
    path("requests", requests.take_over, name="take_over"),
    path("week", desk.digest, name="digest"),
    path("week.eml", desk.digest_file, name="digest_file"),
    path("statement", statement.latest, name="statement"),
    path("statement/<slug:period>", statement.statement, name="statement_of"),
    path("statement/<slug:period>/records/<str:key>", statement.figure, name="statement_figure"),
    path(
        "statement/<slug:period>/file/<slug:ending>",
        statement.statement_file,
        name="statement_file",
    ),
]
