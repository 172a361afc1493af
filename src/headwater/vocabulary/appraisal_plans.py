"""What stands beside the cash flows of a case: risks, adjustments, measures, people, contracts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Provenance, Uncertainty

FiveCase: TypeAlias = Literal["strategic", "economic", "commercial", "financial", "management"]
FIVE_CASES: tuple[str, ...] = get_args(FiveCase)
AdjustmentKind: TypeAlias = Literal["optimism_bias", "reference_class", "contingency"]
Target: TypeAlias = Literal["capex", "opex", "benefits", "duration"]
TARGETS: tuple[str, ...] = get_args(Target)


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may happen.

    Attributes
    ----------
    option
        Id of the option; "" where every option has it.
    probability
        0 to 1; None when not known.
    impact
        Money lost if it happens, as text like any amount; negative for an opportunity.
    delay
        Months lost if it happens.
    year
        The year in which it would fall; None when not known.
    in_costs
        Whether its expected cost is already in the cash flows.
    """

    id: str
    text: str
    option: str = ""
    probability: float | None = None
    impact: str = ""
    delay: float | None = None
    year: int | None = None
    category: str = ""
    owner: str = ""
    mitigation: str = ""
    in_costs: bool = False
    uncertainty: Uncertainty | None = None
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if self.probability is not None and not 0 <= self.probability <= 1:
            raise InputError(
                f"risk {self.id!r}: a probability lies from 0 to 1, not {self.probability:g}"
            )


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What lowers optimism bias: the share of it (0 to 1) dealt with, and the proof."""

    factor: str
    share: float
    evidence: str = ""

    def __post_init__(self) -> None:
        if not (isfinite(self.share) and 0 <= self.share <= 1):
            raise InputError(
                f"mitigation {self.factor!r}: a share lies from 0 to 1, not {self.share:g}"
            )


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A correction of an estimate by what happened to others, with its audit trail.

    Attributes
    ----------
    kind
        optimism_bias (a table of upper and lower bounds), reference_class (a quantile of observed
        overruns), or contingency (an amount put on top).
    target
        What it corrects: capex, opex, benefits or duration. Cost and time are kept apart.
    option
        Id of the option; "" for all.
    reference
        The reference class: a project type of the parameter pack ("standard_buildings"), or the
        name of a set of finished projects.
    uplift
        Share added to costs and time, or taken from benefits, before mitigation: 0.24 is 24%.
        None: the upper bound of the pack's project type.
    mitigation
        Factors dealt with; their shares add up, at most to 1. The uplift falls from the upper
        bound to the lower one.
    percentile
        Of the reference class, where it is one: 0.5, 0.8.
    evidence, by, date
        Why, who decided it, and the ISO day.
    """

    id: str
    kind: AdjustmentKind
    target: Target
    option: str = ""
    reference: str = ""
    uplift: float | None = None
    mitigation: tuple[Mitigation, ...] = ()
    percentile: float | None = None
    evidence: str = ""
    by: str = ""
    date: str = ""

    def __post_init__(self) -> None:
        if self.kind not in get_args(AdjustmentKind):
            raise InputError(f"adjustment {self.id!r}: {self.kind!r} is no kind of adjustment")
        if self.target not in TARGETS:
            raise InputError(
                f"adjustment {self.id!r}: {self.target!r} is none of {', '.join(TARGETS)}"
            )
        if self.uplift is not None and not (isfinite(self.uplift) and self.uplift > -1):
            raise InputError(f"adjustment {self.id!r}: an uplift of {self.uplift:g} cannot be")
        if (total := sum(each.share for each in self.mitigation)) > 1 + 1e-12:
            raise InputError(
                f"adjustment {self.id!r}: its mitigations add up to {total:.0%}; at most 100%"
            )


@dataclass(frozen=True, slots=True)
class UnquantifiedBenefit:
    """A benefit (or harm) that stands beside the numbers, and why it has none."""

    id: str
    text: str
    option: str = ""
    who: str = ""
    size: str = ""
    evidence: str = ""
    why_not: str = ""
    harm: bool = False


@dataclass(frozen=True, slots=True)
class IncomeGroup:
    """People on whom lines fall; the weight of their money is (reference / income)^elasticity."""

    name: str
    income: float
    reference: float

    def __post_init__(self) -> None:
        if (
            not (isfinite(self.income) and isfinite(self.reference))
            or min(self.income, self.reference) <= 0
        ):
            raise InputError(f"income group {self.name!r}: incomes are positive numbers")


@dataclass(frozen=True, slots=True)
class Dependency:
    """What the case needs, or what it rules out: another case or project, or an event outside."""

    on: str
    kind: Literal["requires", "excludes", "enables", "outside"] = "requires"
    text: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """People (or machines) needed: `amount` of a role in a period ("2027 Q1"), as text."""

    role: str
    period: str
    amount: str
    option: str = ""
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Contract:
    """A deal that the case rests on."""

    id: str
    supplier: str = ""
    route: str = ""
    kind: str = ""
    start: str = ""
    end: str = ""
    value: str = ""
    risk_shared: str = ""
    exit: str = ""
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Funding:
    """Money that pays for the preferred option, by year, and how sure it is.

    `status` is "agreed", "applied", "planned" or "" when nobody said.
    """

    source: str
    amounts: Mapping[int, str] = field(default_factory=dict)
    status: Literal["", "agreed", "applied", "planned"] = ""
    kind: Literal["", "capital", "revenue"] = ""
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Measure:
    """How it will be seen whether a benefit came.

    Attributes
    ----------
    benefits
        Ids of the lines and unquantified benefits that it shows.
    baseline, target
        As written, with their unit; "" when not known.
    owner
        Who answers for it after the project has closed.
    review
        ISO day (or month, or year) of the review.
    """

    id: str
    outcome: str
    benefits: tuple[str, ...] = ()
    unit: str = ""
    baseline: str = ""
    baseline_date: str = ""
    target: str = ""
    data_source: str = ""
    owner: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage of one of the five cases: on a topic, in words."""

    case: FiveCase
    topic: str
    text: str
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if self.case not in FIVE_CASES:
            raise InputError(f"{self.case!r} is none of the five cases: {', '.join(FIVE_CASES)}")


@dataclass(frozen=True, slots=True)
class BenefitPool:
    """A source of benefit on which several cases may draw, and the most it can give.

    `cap` is the most of one year, in `unit` money of the currency and scale named there.
    """

    name: str
    cap: float | None = None
    unit: str = ""
    text: str = ""
    provenance: Provenance = Provenance()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Cases that reinforce each other, decided on together.

    Attributes
    ----------
    members
        Ids of the cases.
    pools
        Benefit pools on which several members draw; each counts once, up to its cap.
    together
        Yearly benefit (by year, in the money unit) that comes only when all members are done.
    """

    id: str
    name: str
    members: tuple[str, ...]
    pools: tuple[BenefitPool, ...] = ()
    together: Mapping[int, float] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        if len(set(self.members)) != len(self.members) or len(self.members) < 2:
            raise InputError(f"bundle {self.id!r} needs at least two cases, each once")
