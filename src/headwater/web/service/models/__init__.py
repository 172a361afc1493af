"""What the room of services keeps."""

from headwater.web.service.models.calendars import Agreement, Calendar, CalendarEdition
from headwater.web.service.models.catalogue import Offering, OfferingEdition
from headwater.web.service.models.engagements import Clock, Engagement, EngagementEvent
from headwater.web.service.models.feedback import (
    Asking,
    Charter,
    Complaint,
    Feedback,
    ValueStatement,
)
from headwater.web.service.models.needs import Evidence, Merge, Need, NeedEvent
from headwater.web.service.models.vision import VisionEdition, VisionReview

__all__ = [
    "Agreement",
    "Asking",
    "Calendar",
    "CalendarEdition",
    "Charter",
    "Clock",
    "Complaint",
    "Engagement",
    "EngagementEvent",
    "Evidence",
    "Feedback",
    "Merge",
    "Need",
    "NeedEvent",
    "Offering",
    "OfferingEdition",
    "ValueStatement",
    "VisionEdition",
    "VisionReview",
]
