"""The headings and sheet names that people use for what the tables call by one name.

Where a table has several of them the one named first here is taken, so that the order of the
columns does not matter.
"""

from collections.abc import Mapping

from headwater.intake.grid import words

SHEETS: Mapping[str, tuple[str, ...]] = {
    "projects": (
        "projects", "project", "project list", "list of projects", "portfolio", "initiatives",
        "programmes", "programs", "investments", "proposals", "pipeline", "project portfolio",
    ),
    "objectives": ("objectives", "objective", "strategic objectives", "goals", "strategy"),
    "links": ("links", "link", "alignment", "contributions", "project objectives"),
    "judgements": ("judgements", "judgments", "judgement", "judgment", "ballots", "votes"),
    "budgets": ("budgets", "budget"),
    "capacities": ("capacities", "capacity", "resources"),
    "rules": ("rules", "rule", "dependencies", "constraints"),
    "cash_flows": ("cash flows", "cash flow", "cashflows", "cashflow"),
}  # fmt: skip

COST = (
    "cost", "total cost", "costs", "total costs", "project cost", "estimated cost",
    "cost estimate", "estimated total cost", "whole life cost", "total budget", "budget requested",
    "requested budget", "budget request", "amount requested", "requested amount",
    "funding requested", "requested funding", "funding request", "budget", "capital cost",
    "total investment", "investment cost", "price", "project budget", "total price", "amount",
    "total funding", "funding", "total project cost", "total project budget", "approved budget",
    "budget amount", "project budget amount", "total estimated cost", "whole life costs",
    "planned cost",
)  # fmt: skip
PERIOD_COST = (
    "cost", "costs", "total cost", "project cost", "estimated cost", "budget",
    "budget requested", "requested budget", "cost estimate", "cost period",
)  # fmt: skip

PROJECTS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "id", "project id", "ref", "reference", "project ref", "project reference",
        "project code", "code", "project number", "project no", "investment id", "programme id",
        "key", "identifier", "uid", "unique id", "project identifier", "pid", "record id",
    ),
    "name": (
        "name", "project name", "project title", "title", "project", "initiative name",
        "initiative", "investment name", "investment title", "programme name", "program name",
        "programme", "program", "proposal", "scheme", "investment", "names", "projects",
    ),
    "cost": COST,
    "unit": (
        "unit", "business unit", "organizational unit", "organisational unit", "bureau",
        "department", "dept", "directorate", "division", "service area", "agency", "service",
        "organization", "organisation", "team",
    ),
    "description": (
        "description", "project description", "summary", "desc", "purpose", "scope", "overview",
        "details",
    ),
    "stage": (
        "stage", "project stage", "status", "project status", "phase", "lifecycle stage", "state",
    ),
    "benefit": (
        "benefit", "benefits", "total benefit", "total benefits", "expected benefit",
        "expected benefits", "benefit value", "estimated benefit", "value of benefits",
    ),
    "mandatory": (
        "mandatory", "must do", "compulsory", "statutory", "obligatory", "is mandatory",
        "mandatory project",
    ),
    "mandatory_basis": (
        "mandatory basis", "legal basis", "why mandatory", "basis", "mandatory because",
        "statutory basis",
    ),
    "mandatory_date": (
        "mandatory date", "mandatory by", "statutory date", "legal deadline", "law in force by",
        "compliance date", "compliance deadline",
    ),
    "mandatory_penalty": (
        "mandatory penalty", "penalty", "sanction", "penalty if not done", "consequence",
    ),
    "mandatory_option": (
        "mandatory option", "least cost option", "minimum compliant option", "minimum compliance",
        "least cost compliant option",
    ),
    "mandatory_cost": (
        "mandatory cost", "least cost", "cost of least cost option", "cost of compliance",
        "minimum compliant cost", "least cost option cost",
    ),
    "sponsor": (
        "sponsor", "sponsor name", "project sponsor", "executive sponsor", "business sponsor",
        "senior responsible owner", "sro", "senior responsible officer", "sponsored by",
    ),
    "sponsor_email": (
        "sponsor email", "sponsor e mail", "sponsor e-mail", "sponsor mail",
        "sponsor email address", "email of sponsor", "sro email",
    ),
    "start": ("start", "start date", "start year", "planned start", "begin", "begins", "from"),
    "end": (
        "end", "end date", "end year", "finish", "finish date", "planned end", "completion",
        "completion date", "ends", "go live", "to",
    ),
}  # fmt: skip

PROJECT = ("project", "project id", "project name", "id", "name", "investment", "initiative")
AMOUNT = ("amount", "budget", "limit", "value", "available", "total", "money", "cost")
PERIOD = ("period", "year", "quarter", "fiscal year", "financial year", "when")
SOURCE = ("source", "provenance", "origin")

OTHERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "objectives": {
        "id": ("id", "objective id", "ref", "reference", "code", "number"),
        "name": ("name", "objective", "objective name", "title", "goal", "description"),
        "parent": ("parent", "parent objective", "parent id", "under", "theme", "belongs to"),
        "weight": ("weight", "weights", "weighting", "importance", "priority"),
        "source": SOURCE,
    },
    "links": {
        "project": PROJECT,
        "objective": ("objective", "objective id", "objective name", "goal", "supports"),
        "strength": ("strength", "contribution", "weight", "degree"),
        "source": SOURCE,
    },
    "judgements": {
        "leader": ("leader", "name", "person", "participant", "who", "voter", "stakeholder"),
        "method": ("method", "technique"),
        "left": ("left", "criterion", "first", "objective", "item", "a"),
        "right": ("right", "compared with", "compared to", "second", "versus", "vs", "b"),
        "answer": ("answer", "judgement", "judgment", "score", "points", "rating", "value"),
        "source": SOURCE,
    },
    "budgets": {"period": PERIOD, "amount": AMOUNT, "source": SOURCE},
    "capacities": {
        "role": ("role", "resource", "skill", "team", "job"),
        "period": PERIOD,
        "amount": (*AMOUNT, "capacity", "fte", "people", "days"),
        "source": SOURCE,
    },
    "rules": {
        "kind": ("kind", "rule", "type", "rule kind", "relation", "constraint"),
        "project": PROJECT,
        "other": ("other", "others", "other projects", "other project", "projects", "with"),
        "value": ("value", "number", "amount", "how many"),
        "source": SOURCE,
    },
    "cash_flows": {
        "project": PROJECT,
        "year": ("year", "period", "fiscal year", "financial year"),
        "kind": ("kind", "type", "category", "flow"),
        "amount": AMOUNT,
        "source": SOURCE,
    },
}  # fmt: skip

REQUIRED: Mapping[str, tuple[str, ...]] = {
    "projects": ("name", "cost"),
    "objectives": ("name",),
    "links": ("project", "objective"),
    "judgements": ("leader", "method", "left", "answer"),
    "budgets": ("period", "amount"),
    "capacities": ("role", "period", "amount"),
    "rules": ("kind", "project"),
    "cash_flows": ("project", "year", "kind", "amount"),
}

KINDS_OF_RULE: Mapping[str, tuple[str, ...]] = {
    "requires": ("requires", "require", "needs", "depends on", "after"),
    "excludes": ("excludes", "exclude", "conflicts with", "not with", "either or"),
    "at_least": ("at least", "minimum", "min"),
    "at_most": ("at most", "maximum", "max"),
    "synergy": ("synergy", "interaction"),
}
KINDS_OF_FLOW: Mapping[str, tuple[str, ...]] = {
    "benefit": ("benefit", "benefits", "income", "saving", "savings", "revenue"),
    "capex": ("capex", "capital", "investment", "capital cost"),
    "opex": ("opex", "operating", "running cost", "operating cost", "revenue cost"),
}
METHODS: Mapping[str, tuple[str, ...]] = {
    "swing": ("swing", "swing weights", "swing weighting"),
    "rating": ("rating", "direct rating", "direct", "points"),
    "ahp": ("ahp", "pairwise", "pairwise comparison", "analytic hierarchy process"),
    "ranking": ("ranking", "rank", "rank order"),
    "allocation": ("allocation", "points allocation", "100 points", "budget allocation"),
    "best_worst": ("best_worst", "best worst", "best-worst", "best-worst method", "bwm"),
    "ratio": ("ratio", "ratios", "ratio judgements", "ratios without a ceiling"),
    "tradeoff": ("tradeoff", "trade-off", "trade off", "trade-offs", "trade-off pairs"),
}

MONEY_WORDS = words(
    "cost costs fund funds funding funded spent spend spending budget budgets amount amounts "
    "price prices revenue revenues expenditure expense expenses capex opex saving savings income "
    "npv money paid invoice invoiced charge charges"
)
LABEL_WORDS = words(
    "id ids code codes phone tel telephone mobile fax zip postcode number numbers no nr ref "
    "reference key row rows index extension account url uuid guid latitude longitude email "
    "order sequence seq sort line district ward region zone borough"
)
TIME_WORDS = words(
    "year years yr yrs date dates month months day days week weeks quarter quarters duration "
    "start end deadline period fy age elapsed time hours"
)
HISTORY_WORDS = words(
    "baseline baselines rebaseline rebaselines rebaselined rebaselinings change changes revision "
    "revisions count counts history historical previous prior past incidents version"
)
PEOPLE_WORDS = ("note", "notes", "comment", "comments", "remark", "remarks")

TOTALS = frozenset(
    (
        "total", "totals", "sum", "grand total", "grand totals", "subtotal", "subtotals",
        "sub total", "sub totals", "sum total", "overall total", "total cost", "all projects",
    )
)  # fmt: skip
