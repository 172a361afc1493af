"""REST API of bundles, and of what cases claim and cannot all have."""

from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from headwater.vocabulary.shapes import to_json
from headwater.web.appraisal.actions import across, bundling
from headwater.web.appraisal.models import CaseBundle
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request, person
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Business cases"])


class BundleIn(Schema):
    """A bundle: cases by key; `together` by year, `caps` by pool, in the first case's money."""

    name: str = Field(min_length=1, max_length=200)
    members: list[str] = Field(max_length=12)
    together: dict[int, float] = {}
    caps: dict[str, float] = {}
    text: str = Field("", max_length=5_000)
    seen: int = Field(0, ge=0, le=2**31 - 1)


class BundleOut(Schema):
    """A bundle with what it is worth; `wrong` says why where it cannot be worked out."""

    id: int
    name: str
    text: str
    members: list[str]
    together: dict[str, float]
    caps: dict[str, float]
    version: int
    value: Any
    synergies: list[Any]
    wrong: str


class RulesOut(Schema):
    """How many rules of what the cases add to each other are on the list of projects."""

    rules: int


@router.get("/across", response={200: list[Any], **ERRORS})
def clashes(request: Request) -> list[Any]:
    """List what the cases claim and cannot all have: benefits, assumptions, people."""
    check_can(request.user, "read")
    return [to_json(each.found) for each in across.clashes()]


@router.get("/bundles", response={200: list[BundleOut], **ERRORS})
def list_bundles(request: Request) -> list[dict[str, Any]]:
    """List the bundles with what each is worth."""
    check_can(request.user, "read")
    versions = across.newest_versions()
    return [_out(each, bundling.told(each, versions)) for each in CaseBundle.objects.all()]


@router.post("/bundles", response={201: BundleOut, **ERRORS})
def make(request: Request, given: BundleIn) -> Status[dict[str, Any]]:
    """Keep a new bundle."""
    return Status(201, _saved(None, given, request))


@router.get("/bundles/{int:pk}", response={200: BundleOut, **ERRORS})
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show a bundle."""
    check_can(request.user, "read")
    held = get_object_or_404(CaseBundle, pk=pk)
    return _out(held, bundling.told(held))


@router.put("/bundles/{int:pk}", response={200: BundleOut, **ERRORS})
def change(request: Request, pk: int, given: BundleIn) -> dict[str, Any]:
    """Change a bundle; `seen` is the version that was read."""
    return _saved(get_object_or_404(CaseBundle, pk=pk), given, request)


@router.delete("/bundles/{int:pk}", response={204: None, **ERRORS})
def remove(request: Request, pk: int) -> Status[None]:
    """Take a bundle away; its cases stay."""
    bundling.remove_bundle(bundle=get_object_or_404(CaseBundle, pk=pk), by=person(request))
    return Status(204, None)


@router.post("/bundles/{int:pk}/projects", response={200: RulesOut, **ERRORS})
def into_portfolio(request: Request, pk: int) -> dict[str, int]:
    """Put the cases on the list of projects, with what they add to each other as synergies."""
    held = get_object_or_404(CaseBundle, pk=pk)
    return {"rules": bundling.into_portfolio(bundle=held, by=person(request))}


def _saved(held: CaseBundle | None, given: BundleIn, request: Request) -> dict[str, Any]:
    made = bundling.save_bundle(
        bundle=held,
        name=given.name,
        members=given.members,
        text=given.text,
        together="\n".join(f"{year}: {amount!r}" for year, amount in given.together.items()),
        caps="\n".join(f"{name}: {cap!r}" for name, cap in given.caps.items()),
        seen=given.seen,
        by=person(request),
    )
    return _out(made, bundling.told(made))


def _out(held: CaseBundle, told: bundling.Told) -> dict[str, Any]:
    return {
        "id": held.pk,
        "name": held.name,
        "text": held.text,
        "members": held.members,
        "together": held.together,
        "caps": held.caps,
        "version": held.version,
        "value": to_json(told.value) if told.value else None,
        "synergies": [{"cases": list(keys), "value": amount} for keys, amount in told.extra],
        "wrong": told.wrong,
    }
