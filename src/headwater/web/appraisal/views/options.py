"""The page of options: the longlist against success factors, the shortlist side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from headwater.web.appraisal import showing_options as showing
from headwater.web.appraisal.actions import keeping, simulating
from headwater.web.appraisal.views.cases import found
from headwater.web.organization.doors import readers_only
from headwater.web.organization.request import Request


@require_GET
@readers_only
def options(request: Request, pk: int) -> HttpResponse:
    """Show which options were looked at, which were kept and why, and how they compare."""
    held = found(pk)
    version = keeping.newest(held)
    record, value = version.said, version.valued
    run = simulating.run_of(version)
    answer = simulating.answer_of(run)
    compared = answer.compared if answer else None
    told = {
        "case": held,
        "version": version,
        "said": record,
        "value": value,
        "money": record.money,
        "run": run,
        "compared": compared,
        "longlist": showing.longlist(record),
        "rows": showing.side_by_side(record, value, simulating.ranges_of(version), compared),
        "pictures": showing.pictures(compared) if compared else None,
        "beside": showing.beside(record, value),
        "not_by_ratio": showing.not_by_ratio(value),
    }
    return render(request, "appraisal/options.html", told)
