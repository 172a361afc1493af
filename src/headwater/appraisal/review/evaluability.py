"""The evaluability gate: no approval of what cannot be seen to have worked."""

from headwater.vocabulary.appraisal_case import BENEFITS, BusinessCase
from headwater.vocabulary.appraisal_plans import Measure

PARTS = {
    "outcome": "outcome",
    "baseline": "baseline",
    "data_source": "data source",
    "owner": "owner after closure",
    "review": "review date",
}


def missing_of(measure: Measure) -> list[str]:
    """Return what a measure lacks, in words."""
    return [word for name, word in PARTS.items() if not getattr(measure, name).strip()]


def unmeasured(case: BusinessCase) -> list[str]:
    """Return the benefits of the preferred option that no measure shows, by id.

    What is left at the end (residual value) needs none: it is a matter of accounts.
    """
    option = case.option("preferred")
    if option is None:
        return []
    shown = {name for each in case.measures for name in each.benefits}
    lines = [
        each.id
        for each in case.lines_of(option.id)
        if each.kind in BENEFITS and each.kind != "residual_value"
    ]
    words = [each.id for each in case.unquantified if each.option in ("", option.id)]
    return [name for name in (*lines, *words) if name not in shown]


def lacking(case: BusinessCase) -> tuple[str, ...]:
    """Return what stands between the case and the gate, as whole sentences; empty when it passes.

    The gate asks of every benefit of the preferred option: outcome measure, baseline, data
    source, owner after closure and review date.
    """
    if case.option("preferred") is None:
        return ("No option is preferred, so there is nothing to approve.",)
    found = [f"The benefit {name!r} has no measure." for name in unmeasured(case)]
    if not case.measures and not found:
        found.append("No measure is stated.")
    for each in case.measures:
        gaps = missing_of(each)
        if gaps:
            found.append(f"The measure {each.id!r} has no {', no '.join(gaps)}.")
    return tuple(found)
