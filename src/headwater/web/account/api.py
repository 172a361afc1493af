"""REST API of the account: the record of work, with the page of each record."""

from typing import Any

from django.utils import timezone
from ninja import Router

from headwater.vocabulary.shapes import to_json
from headwater.web.account import api_path, api_registers, api_work
from headwater.web.account.actions import maturity as maturity_actions
from headwater.web.account.actions import statement as statement_actions
from headwater.web.account.gather import gathered
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.shapes import ERRORS

router = Router(tags=["Account"])
router.add_router("", api_work.router)
router.add_router("/transformation", api_path.router)
router.add_router("/transformation", api_registers.router)
MEASURED = ("needs", "engagements", "decisions", "charters", "values", "feedback", "lessons")


@router.get("/record", response={200: dict[str, Any], **ERRORS})
def record(request: Request) -> dict[str, Any]:
    """Return everything that was recorded, and the address of each record's page."""
    check_can(request.user, "read")
    found = gathered()
    ids = [each.id for name in MEASURED for each in getattr(found.record, name)]
    return {"record": to_json(found.record), "addresses": found.addresses(ids)}


@router.get("/maturity", response={200: dict[str, Any], **ERRORS})
def maturity(request: Request, service: str = "") -> dict[str, Any]:
    """Return the level of the office, or of one service, with the address of each record."""
    check_can(request.user, "read")
    found, today = gathered(), timezone.localdate()
    standing = maturity_actions.standing(found=found, today=today, service=service)
    ids = [name for each in standing.figures for name in (*each.records, *each.rest)]
    return {"standing": to_json(standing), "addresses": found.addresses(ids)}


@router.get("/statements", response={200: list[str], **ERRORS})
def statements(request: Request) -> list[str]:
    """List the quarters of which there is a statement, the latest first."""
    check_can(request.user, "read")
    return list(statement_actions.periods(found=gathered(), today=timezone.localdate()))


@router.get("/statements/{period}", response={200: dict[str, Any], **ERRORS})
def statement(request: Request, period: str) -> dict[str, Any]:
    """Return the statement of a quarter ("2026-Q1"), with the address of each record."""
    check_can(request.user, "read")
    found = gathered()
    made = statement_actions.made(found=found, period=period)
    figures = statement_actions.every_figure(made)
    ids = [name for each in figures.values() for name in (*each.records, *each.rest)]
    return {
        "headline": statement_actions.headline(made),
        "statement": to_json(made),
        "figures": to_json(figures),
        "addresses": found.addresses(list(dict.fromkeys(ids))),
    }
