"""REST API of services: needs, engagements, catalogue, vision."""

from ninja import Router

from headwater.web.service.api import calendars, catalogue, chains, engagements, needs, vision

router = Router()
for part in (needs, engagements, chains, catalogue, calendars, vision):
    router.add_router("", part.router)
