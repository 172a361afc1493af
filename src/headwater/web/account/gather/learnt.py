"""What was learnt: what reviews of the service vision found, and what complaints led to."""

from dataclasses import replace

from headwater.vocabulary.service_work import LessonLearnt, RecordOfWork
from headwater.web.service.models import Complaint, VisionReview


def added(record: RecordOfWork) -> RecordOfWork:
    """Add a lesson for each review of the vision and for each complaint that was settled."""
    reviews = VisionReview.objects.order_by("at")
    settled = Complaint.objects.exclude(done_at=None).order_by("done_at")
    settled = settled.select_related("engagement__offering__offering")
    lessons = [LessonLearnt(f"review:{each.pk}", each.found, each.at.date()) for each in reviews]
    lessons += [_from(each) for each in settled]
    return replace(record, lessons=(*record.lessons, *lessons))


def _from(row: Complaint) -> LessonLearnt:
    engagement = row.engagement
    return LessonLearnt(
        id=f"complaint:{row.pk}",
        text=row.done,
        on=(row.done_at or row.at).date(),
        engagement=engagement.label if engagement else "",
        service=engagement.offering.offering.key if engagement else "",
    )
