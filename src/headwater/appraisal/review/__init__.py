"""Pre-review: the checks that an assessor would make on a case, before the board sees it."""

from headwater.appraisal.review.checks import CHECKS
from headwater.appraisal.review.completeness import completeness, topics
from headwater.appraisal.review.evaluability import lacking
from headwater.appraisal.review.facts import gather
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_review import SEVERITIES, Review, ReviewFinding

__all__ = ["CHECKS", "lacking", "review"]


def review(case: BusinessCase, *, today: str = "") -> Review:
    """Make every check on a case.

    Parameters
    ----------
    today
        ISO day against which the age of figures is counted; "" for the case's own date.

    Returns
    -------
    Review
        Findings worst first; the same case gives the same review, whatever the order of its rows.
    """
    facts = gather(case, today=today)
    findings: list[ReviewFinding] = []
    passed, skipped = [], {}
    for each in CHECKS:
        reason = each.applies(facts)
        if reason:
            skipped[each.check.id] = reason
            continue
        seen = sorted(set(each.look(facts)))
        findings += [ReviewFinding(each.check, place, text) for place, text in seen]
        if not seen:
            passed.append(each.check.id)
    findings.sort(key=lambda one: SEVERITIES.index(one.check.severity))
    found = topics(case)
    missing = lacking(case)
    return Review(
        case=case.id,
        findings=tuple(findings),
        passed=tuple(passed),
        skipped=skipped,
        topics=found,
        completeness=completeness(found),
        evaluable=not missing,
        missing=missing,
    )
