"""Addresses of the account."""

from django.urls import path

from headwater.web.account.views import (
    customer,
    desk,
    growth,
    maturity,
    processes,
    requests,
    statement,
    transformation,
)

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
    path("transformation", transformation.transformation, name="transformation"),
    path("transformation/records/<slug:key>", transformation.figure, name="transformation_figure"),
    path("transformation/goal", transformation.goal, name="goal"),
    path("transformation/saving", transformation.saving, name="saving"),
    path("transformation/saving/<int:number>", transformation.mend_saving, name="mend_saving"),
    path("transformation/process", processes.process, name="process"),
    path("transformation/process/<slug:key>", processes.show_process, name="show_process"),
    path(
        "transformation/process/<slug:key>/change",
        processes.change_process,
        name="change_process",
    ),
    path("transformation/process/<slug:key>/end", processes.end_process, name="end_process"),
    path(
        "transformation/process/<slug:key>/resume",
        processes.resume_process,
        name="resume_process",
    ),
    path(
        "transformation/process/<slug:key>/remove",
        processes.remove_process,
        name="remove_process",
    ),
    path("transformation/growth", growth.growth, name="growth"),
    path("transformation/growth/<int:number>", growth.change_growth, name="change_growth"),
    path("transformation/growth/<int:number>/drop", growth.drop_growth, name="drop_growth"),
    path("transformation/growth/<int:number>/resume", growth.resume_growth, name="resume_growth"),
    path(
        "transformation/saving/<int:number>/confirm",
        transformation.confirm_saving,
        name="confirm_saving",
    ),
    path(
        "transformation/saving/<int:number>/withdraw",
        transformation.withdraw_saving,
        name="withdraw_saving",
    ),
]
