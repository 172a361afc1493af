"""All checks of the pre-review, one list a case; to add one, write it and put it into its list."""

from headwater.appraisal.review.checks import (
    bias,
    commercial,
    economic,
    figures,
    financial,
    management,
    options,
    risks,
    strategic,
)
from headwater.appraisal.review.facts import Rule

CHECKS: tuple[Rule, ...] = (
    *strategic.CHECKS,
    *options.CHECKS,
    *economic.CHECKS,
    *bias.CHECKS,
    *risks.CHECKS,
    *figures.CHECKS,
    *commercial.CHECKS,
    *financial.CHECKS,
    *management.CHECKS,
)
