"""Addresses of the account."""

from django.urls import path

from headwater.web.account.views import customer

app_name = "account"
urlpatterns = [
    path("", customer.customer, name="customer"),
]
