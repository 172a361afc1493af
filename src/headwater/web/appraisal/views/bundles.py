"""Pages of bundles: cases that reinforce each other, valued together, put into the portfolio."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.appraisal.actions import across, bundling
from headwater.web.appraisal.forms import BundleForm
from headwater.web.appraisal.models import Case, CaseBundle
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request


@require_GET
@readers_only
def bundles(request: Request) -> HttpResponse:
    """List the bundles with what each is worth together."""
    versions = across.newest_versions()
    titles = {each.said.id: each.said.name for each in versions}
    rows = [
        (each, bundling.told(each, versions), [titles.get(key, key) for key in each.members])
        for each in CaseBundle.objects.all()
    ]
    told = {"rows": rows, "cases": len(versions), "few": across.FEWEST}
    return render(request, "appraisal/bundles.html", told)


@require_GET
@readers_only
def bundle(request: Request, pk: int) -> HttpResponse:
    """Tell what a bundle is worth, and each case's part of it."""
    return _one(request, _found(pk))


@require_http_methods(["GET", "POST"])
@readers_only
def edit_bundle(request: Request, pk: int | None = None) -> HttpResponse:
    """Ask for a bundle (GET); keep it (POST)."""
    check_can(request.user, "edit_cases")
    held = None if pk is None else _found(pk)
    if request.method == "GET":
        given = _given(held) if held else {"members": request.GET.getlist("with")}
        return _form(request, held, given)
    form = BundleForm(request.POST)
    given = {**request.POST.dict(), "members": request.POST.getlist("members")}
    if not form.is_valid():
        told = " ".join(str(each) for errors in form.errors.values() for each in errors)
        return _form(request, held, given, wrong=told, status=422)
    try:
        made = bundling.save_bundle(
            bundle=held, members=given["members"], by=request.user, **form.cleaned_data
        )
    except (InputError, ConflictError) as error:
        return _form(request, held, given, wrong=str(error), status=error.http_status)
    messages.success(request, f"{made} was kept.")
    return redirect("appraisal:bundle", made.pk)


@require_POST
def remove_bundle(request: Request, pk: int) -> HttpResponse:
    """Take a bundle away."""
    held = _found(pk)
    bundling.remove_bundle(bundle=held, by=request.user)
    messages.success(request, f"{held.name} was taken away; its cases stay.")
    return redirect("appraisal:bundles")


@require_POST
def bundle_into_portfolio(request: Request, pk: int) -> HttpResponse:
    """Put the cases on the list of projects, with what they add to each other."""
    held = _found(pk)
    check_can(request.user, "edit_projects")
    try:
        count = bundling.into_portfolio(bundle=held, by=request.user)
    except InputError as error:
        return _one(request, held, wrong=str(error), status=error.http_status)
    rules = "one rule" if count == 1 else f"{count} rules"
    words = f"{len(held.members)} projects are on the list, with {rules} of what they add."
    messages.success(request, words)
    return redirect("projects:limits")


def _one(request: Request, held: CaseBundle, *, status: int = 200, wrong: str = "") -> HttpResponse:
    found = bundling.told(held)
    cases = {each.key: each for each in Case.objects.filter(key__in=held.members)}
    value = found.value
    told = {
        "bundle": held,
        "told": found,
        "wrong": wrong or found.wrong,
        "rows": [
            (cases.get(key), key, alone, value.shares[key]) for key, alone in value.alone.items()
        ]
        if value
        else [],
        "extra": [([cases[k].title for k in keys], amount) for keys, amount in found.extra],
        "claims": _claims(found, cases),
    }
    return render(request, "appraisal/bundle.html", told, status=status)


def _claims(found: bundling.Told, cases: Mapping[str, Case]) -> list[dict[str, Any]]:
    """Return what is drawn from each pool in the bundle's money; like years are one."""
    rows: list[dict[str, Any]] = []
    for each in found.value.claims if found.value else ():
        told = {
            "pool": each.pool,
            "by": [(cases[key].title, amount / found.money.scale)
                   for key, amount in each.claims.items()],
            "cap": None if each.cap is None else each.cap / found.money.scale,
            "all": sum(each.claims.values()) / found.money.scale,
        }  # fmt: skip
        last = rows[-1] if rows else {}
        if all(last.get(name) == value for name, value in told.items()):
            last["last"] = each.year
        else:
            rows.append({**told, "first": each.year, "last": each.year})
    return rows


def _form(
    request: Request,
    held: CaseBundle | None,
    given: Mapping[str, Any],
    *,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    told = {
        "bundle": held,
        "given": given,
        "wrong": wrong,
        "cases": Case.objects.order_by("title"),
        "pools": across.shared_pools(),
    }
    return render(request, "appraisal/edit_bundle.html", told, status=status)


def _given(held: CaseBundle) -> dict[str, Any]:
    return {
        "name": held.name,
        "text": held.text,
        "members": held.members,
        "together": "\n".join(f"{year}: {amount:g}" for year, amount in held.together.items()),
        "caps": "\n".join(f"{name}: {cap:g}" for name, cap in held.caps.items()),
        "seen": held.version,
    }


def _found(pk: int) -> CaseBundle:
    return get_object_or_404(CaseBundle, pk=pk)
