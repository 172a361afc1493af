"""The week of a person as one page and one draft of an e-mail, instead of many mails."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from headwater.web.account.actions import desk as actions
from headwater.web.organization.doors import readers_only
from headwater.web.organization.request import Request


@require_GET
@readers_only
def digest(request: Request) -> HttpResponse:
    """Show the week as it would be mailed."""
    (section,) = actions.digest(request.user).sections
    return render(request, "account/digest.html", {"section": section})


@require_GET
@readers_only
def digest_file(request: Request) -> HttpResponse:
    """Give the week as a draft that mail programs open to be sent."""
    headers = {
        "Content-Disposition": 'attachment; filename="my-week.eml"',
        "X-Content-Type-Options": "nosniff",
    }
    made = actions.digest_mail(request.user)
    return HttpResponse(made, content_type="message/rfc822", headers=headers)
