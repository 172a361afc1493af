"""Short addresses for people who join a workshop: /j/CODE."""

from django.urls import path

from headwater.web.judgement import views

app_name = "room"
urlpatterns = [
    path("", views.door, name="door"),
    path("p/<str:secret>", views.personal_link, name="link"),
    path("<slug:code>", views.join, name="join"),
    path("<slug:code>/room", views.here, name="here"),
    path("<slug:code>/now", views.now, name="now"),
    path("<slug:code>/events", views.guest_events, name="events"),
    path("<slug:code>/ballot/<uuid:round_id>", views.hand_in, name="ballot"),
    path("<slug:code>/ballot/<uuid:round_id>/look", views.look, name="look"),
    path("<slug:code>/park", views.park, name="park"),
    path("<slug:code>/who-sees-what", views.who_sees_what, name="modes"),
    path("<slug:code>/leave", views.leave, name="leave"),
]
