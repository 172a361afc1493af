"""Addresses of the organization's pages."""

from django.urls import path

from headwater.web.organization import views

app_name = "organization"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/<str:secret>", views.link, name="link"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("me", views.me, name="me"),
    path("me/password", views.password, name="password"),
    path("me/tokens", views.make_token, name="make_token"),
    path("tokens/<uuid:token_id>/revoke", views.revoke_token, name="revoke_token"),
    path("people", views.people, name="people"),
    path("people/invite", views.invite, name="invite"),
    path("people/<int:user_id>/role", views.change_role, name="change_role"),
    path("people/<int:user_id>/link", views.new_link, name="new_link"),
    path("people/<int:user_id>/deactivate", views.deactivate, name="deactivate"),
    path("people/<int:user_id>/activate", views.activate, name="activate"),
    path("organization", views.organization, name="organization"),
    path("organization/about", views.about, name="about"),
    path("organization/about/<slug:subject>", views.note, name="note"),
    path("organization/units", views.units, name="units"),
    path("organization/units/<int:pk>", views.unit, name="unit"),
    path("organization/units/<int:pk>/remove", views.remove_unit, name="remove_unit"),
    path("organization/stakeholders", views.stakeholders, name="stakeholders"),
    path("organization/stakeholders/<int:pk>", views.stakeholder, name="stakeholder"),
    path(
        "organization/stakeholders/<int:pk>/remove",
        views.remove_stakeholder,
        name="remove_stakeholder",
    ),
    path("audit", views.audit_trail, name="audit"),
]
