"""REST API of services: needs, engagements, catalogue, vision."""

from ninja import Router

from headwater.web.service.api import catalogue, engagements, needs, vision

router = Router()
for part in (needs, engagements, catalogue, vision):
    router.add_router("", part.router)
