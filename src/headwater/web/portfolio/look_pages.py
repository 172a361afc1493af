"""Where the answer of a look is shown: the address of its page, by kind and by what was asked."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from headwater.web.runs.models import Run

PAGES = {
    "room": "portfolio:room",
    "conditions": "portfolio:conditions",
    "money": "portfolio:money",
    "takes": "portfolio:takes",
    "fair_share": "portfolio:fair_share",
    "signals": "portfolio:signals",
    "tree": "portfolio:scenarios",
    "rules": "portfolio:rules",
    "certificate": "portfolio:certificate",
}
"""Kind of look to its page; two kinds have addresses of their own."""


def address(look: Run) -> str:
    """Return the address of the page that shows what a look found."""
    inputs = Run.objects.values_list("inputs", flat=True).get(pk=look.pk)
    if look.kind == "risk":
        return reverse("portfolio:risk_found", args=[inputs["of"], look.pk])
    if look.kind == "price":
        return reverse("portfolio:priced", args=[inputs["of"], look.pk])
    if look.kind == "compare":
        one, other = (each["ref"] for each in inputs["asked"]["sides"])
        calls = {"calls": 1} if inputs["asked"]["calls"] else {}
        sides = urlencode({"one": one, "other": other} | calls)
        return f"{reverse('portfolio:compare')}?{sides}"
    found = {name: said for name, said in _asked(look.kind, inputs["asked"]).items() if said}
    query = f"?{urlencode(found, doseq=True)}" if found else ""
    return reverse(PAGES[look.kind], args=[inputs["of"]]) + query


def _asked(kind: str, asked: dict[str, Any]) -> dict[str, object]:
    if kind == "takes":
        return {"id": asked["project"]}
    if kind == "room":
        return {"id": asked["project"], "among": asked["among"], "exits": asked["typed"]}
    if kind == "signals":
        usual = asked["usual"]
        before = asked["runs"][0] if asked["runs"] else "none"
        return {"before": before, "usual": f"{100 * usual:g}" if usual else ""}
    if kind == "conditions":
        return {"want": asked["wanted"]}
    return {"limit": asked["limit"]} if kind in ("money", "fair_share") else {}
