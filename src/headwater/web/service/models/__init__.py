"""What the room of services keeps: vision, catalogue, needs."""

from headwater.web.service.models.catalogue import Offering, OfferingEdition
from headwater.web.service.models.needs import Evidence, Merge, Need, NeedEvent
from headwater.web.service.models.vision import VisionEdition, VisionReview

__all__ = [
    "Evidence",
    "Merge",
    "Need",
    "NeedEvent",
    "Offering",
    "OfferingEdition",
    "VisionEdition",
    "VisionReview",
]
