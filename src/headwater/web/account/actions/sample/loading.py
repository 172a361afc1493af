"""Loading the sample year, once, where nobody has been served yet."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Model

from headwater.web.account.actions.sample import ground, text
from headwater.web.account.actions.sample.playing import Play
from headwater.web.account.models import Growth, SampleYear, Saving
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import keeping
from headwater.web.service.actions.texts import moment
from headwater.web.service.models import Charter, Engagement, Need, VisionEdition

SEED = 2017
DAYS = 365


@transaction.atomic
def load_sample_year(*, by: User, at: datetime | None = None, seed: int = SEED) -> bool:
    """Simulate a year of service that ends now, and write it as people would.

    Every happening goes through the action that its page uses, with the moment at which it is
    said to have happened. The trail of what was done says when it was written: today.

    Parameters
    ----------
    at
        The end of the year.
    seed
        Of the simulation; the same seed and the same moment give the same year.

    Returns
    -------
    bool
        Whether it was loaded: not where there are needs, engagements or a vision already.
    """
    check_can(by, "manage_people")
    at = moment(at).replace(microsecond=0)
    if any(each.objects.exists() for each in (Need, Engagement, VisionEdition, SampleYear)):
        return False
    first = at - timedelta(days=DAYS)
    found = text.year()
    seats = ground.people(by=by)
    ground.lay(found, seats, by=by, at=first)
    with keeping.together():
        Play(found, seats, first=first, now=at, seed=seed).go()
    made = SampleYear.objects.create(
        seed=seed,
        first=first.date(),
        last=at.date(),
        need=_last(Need),
        engagement=_last(Engagement),
        charter=_last(Charter),
        saving=_last(Saving),
        growth=_last(Growth),
        at=at,
        by=by,
    )
    audit.record("account.sample_year.loaded", target=made, by=by, detail={"seed": seed})
    return True


def _last(model: type[Model]) -> int:
    found: int = model._default_manager.aggregate(last=Max("number"))["last"] or 0
    return found
