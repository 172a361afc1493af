"""Addresses of what leaders value, of workshops for those who run them, and of decisions."""

from django.urls import path

from headwater.web.judgement import views

app_name = "judgement"
urlpatterns = [
    path("", views.values, name="values"),
    path("give", views.give, name="give"),
    path("<int:pk>/remove", views.remove, name="remove"),
    path("workshops", views.workshops, name="workshops"),
    path("workshops/new", views.new_workshop, name="new_workshop"),
    path("workshops/<uuid:pk>", views.prepare, name="prepare"),
    path("workshops/<uuid:pk>/change", views.change, name="change"),
    path("workshops/<uuid:pk>/items", views.add_item, name="add_item"),
    path("workshops/<uuid:pk>/items/<uuid:item_id>", views.change_item, name="change_item"),
    path("workshops/<uuid:pk>/people", views.add_people, name="add_people"),
    path(
        "workshops/<uuid:pk>/people/<uuid:person_id>/<slug:what>",
        views.change_person,
        name="change_person",
    ),
    path("workshops/<uuid:pk>/console", views.console, name="console"),
    path("workshops/<uuid:pk>/console/now", views.console_now, name="console_now"),
    path("workshops/<uuid:pk>/do/<slug:what>", views.conduct, name="do"),
    path("workshops/<uuid:pk>/events", views.facilitator_events, name="events"),
    path("workshops/<uuid:pk>/wall", views.wall, name="wall"),
    path("workshops/<uuid:pk>/wall/now", views.wall_now, name="wall_now"),
    path("workshops/<uuid:pk>/items/<uuid:item_id>/record", views.record_item, name="record_item"),
    path("decisions", views.decisions, name="decisions"),
    path("decisions/new", views.record, name="record"),
    path("decisions/<int:number>", views.decision, name="decision"),
    path("decisions/<int:number>/minutes.<slug:kind>", views.minutes, name="minutes"),
    path("decisions/<int:number>/supersede", views.supersede, name="supersede"),
]
