"""Addresses of the account."""

from django.urls import path

from headwater.web.account.views import customer, desk, maturity

app_name = "account"
urlpatterns = [
    path("", customer.customer, name="customer"),
    path("maturity", maturity.maturity, name="maturity"),
    path("maturity/<slug:key>", maturity.figure, name="maturity_figure"),
    path("figures/<slug:key>", customer.figure, name="figure"),
    path("week", desk.digest, name="digest"),
    path("week.eml", desk.digest_file, name="digest_file"),
]
