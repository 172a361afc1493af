"""Every address: one line a room, and the pages that belong to none."""

from django.conf import settings
from django.urls import include, path

from headwater.web.site import views
from headwater.web.site.api import api

AT = {"organization": ""}  # a room lives under its own name unless said here

urlpatterns = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("style", views.style, name="style"),
    path("favicon.ico", views.favicon),
    path("api/v1/", api.urls),
    path("j/", include("headwater.web.judgement.room_urls")),
    *(
        path(AT.get(room, f"{room}/"), include(f"headwater.web.{room}.urls"))
        for room in settings.ROOMS
    ),
]

handler400 = "headwater.web.site.errors.bad_request"
handler403 = "headwater.web.site.errors.forbidden"
handler404 = "headwater.web.site.errors.not_found"
handler500 = "headwater.web.site.errors.server_error"
