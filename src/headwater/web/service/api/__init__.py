"""REST API of services: needs, catalogue, vision."""

from ninja import Router

from headwater.web.service.api import catalogue, needs, vision

router = Router()
for part in (needs, catalogue, vision):
    router.add_router("", part.router)
