"""The sheets of a business case: their columns, what people call them, and an example row.

The template, the reader and the page docs/reference/case-sheets.md follow this one table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.vocabulary.appraisal_case import LINE_KINDS, ROLES, STANDINGS
from headwater.vocabulary.appraisal_plans import FIVE_CASES, TARGETS
from headwater.vocabulary.appraisal_rights import OPTION_KINDS


@dataclass(frozen=True, slots=True)
class Field:
    """A column (or, on the sheet `case`, a row).

    Attributes
    ----------
    name
        Its heading in the template.
    comment
        What to write.
    example
        In the example row.
    forms
        Other headings that people use, in lower-case words.
    choices
        What can be chosen; empty for free text.
    """

    name: str
    comment: str
    example: str | float = ""
    forms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


SOURCE = (
    Field("source", "Where the figure comes from: a document, a system, a person.", "Survey 2026",
          ("provenance", "origin", "reference")),
    Field("date", "The day at which it held: 2026-03-31, 2026-03 or 2026.", "2026-03",
          ("as of", "dated", "source date")),
    Field("owner", "Who answers for it.", "Finance", ("who", "responsible")),
    Field("note", "Anything else.", "", ("notes", "comment", "remark")),
)  # fmt: skip
OPTION = Field("option", "Id or name of the option; blank for all.", "build", ("option id",))
YES = ("yes", "no")

CASE: tuple[Field, ...] = (
    Field("name", "Required. What people call the case.", "", ("title", "case", "project")),
    Field("id", "A short id; the name where there is none.", "", ("ref", "reference")),
    Field("sponsor", "Who asks for it."),
    Field("author", "Who wrote it.", "", ("prepared by",)),
    Field("stage", "strategic outline, outline, full, or your own word."),
    Field("version", "Of this case."),
    Field("date", "The day of this version: 2026-03-31."),
    Field("need", "What is wrong, or could be better: before any solution.", "", ("problem",)),
    Field("ask", "What the board is asked to decide.", "", ("decision", "recommendation")),
    Field("money", "Currency and scale of all amounts: GBP thousand, EUR m, USD.", "",
          ("currency", "unit", "money unit")),
    Field("prices", "real (no inflation in the amounts) or nominal.", "", ("price basis",),
          ("real", "nominal")),
    Field("price base", "The year whose prices real amounts are in.", "", ("price year",)),
    Field("base year", "The year that is not discounted; blank: the first with a flow.", "",
          ("year zero", "appraisal year", "start year")),
    Field("fiscal year start", "Month in which the year begins: April, or 4. Blank: January.", "",
          ("fiscal start", "financial year start")),
    Field("practice", "green_book (public) or corporate.", "", ("method",),
          ("green_book", "corporate")),
    Field("pack", "Parameter pack: green_book_2026, green_book_2022; blank: the latest.", "",
          ("parameters", "edition")),
    Field("schedule", "Discount schedule of the pack: standard, health.", "", ()),
    Field("discount rate", "Corporate: your yearly rate, as 8%.", "", ("rate", "hurdle rate")),
    Field("rate prices", "Whether inflation is in the rate: real or nominal.", "", (),
          ("real", "nominal")),
    Field("cost of equity", "Corporate: for a weighted average cost of capital."),
    Field("cost of debt", "Corporate: before tax."),
    Field("debt share", "Corporate: share of debt in the capital, as 40%."),
    Field("tax rate", "Corporate: on profit, as 25%; blank: tax is not looked at."),
    Field("inflation", "Yearly, as 2%; needed where real and nominal meet."),
    Field("timing", "When in its year money moves: start, middle, end.", "", (),
          ("start", "middle", "end")),
    Field("reinvestment rate", "For the modified rate of return; blank: the discount rate."),
    Field("terminal growth", "Corporate: growth for ever after the last year, as 1%."),
    Field("terminal multiple", "Corporate: value after the last year, times its net flow."),
    Field("depreciation years", "Corporate: over which capital is written off for tax."),
)  # fmt: skip

SHEETS: Mapping[str, tuple[Field, ...]] = {
    "objectives": (
        Field("objective", "What will be different, and how it will be seen.",
              "Open until nine in the evening by 2029", ("name", "text", "goal")),
    ),
    "success factors": (
        Field("name", "What an option must do to be worth looking at.", "Fits the budget",
              ("success factor", "critical success factor", "factor")),
        Field("meaning", "In a few words.", "", ("description",)),
    ),
    "options": (
        Field("id", "A short id.", "build", ("option", "option id", "ref")),
        Field("name", "What people call it.", "Build a new wing", ("title", "option name")),
        Field("role", "business_as_usual (what goes on without a decision), do_minimum, or "
              "do_something.", "do_something", ("kind", "type"), ROLES),
        Field("standing", "What became of it: preferred, carried_forward (shortlist), possible "
              "(longlist), discounted.", "preferred", ("status", "outcome"), STANDINGS),
        Field("description", "In a sentence or two.", "", ("scope",)),
        Field("reason", "Why it was carried forward, preferred or discounted.",
              "Meets all success factors", ("why", "rationale")),
        Field("duration", "Months until it is in use.", 24, ("duration months", "months")),
        Field("Fits the budget", "One column a success factor: meets, partly, fails.", "meets"),
    ),
    "assumptions": (
        Field("name", "How formulas call it.", "hourly wage", ("assumption", "quantity")),
        Field("value", "A number, a range 3..5, or a formula over other assumptions; blank: not "
              "known.", 21.5, ("amount", "central", "central value", "formula")),
        Field("unit", "GBP/hour, people, hours/year, %: checked in formulas.", "GBP/hour"),
        Field("meaning", "What it is.", "Pay with on-costs", ("description", "what")),
        Field("low", "Nine times in ten it is higher (P10).", 20, ("p10", "minimum", "min")),
        Field("high", "Nine times in ten it is lower (P90).", 25, ("p90", "maximum", "max")),
        Field("distribution", "Instead of low and high: pert 1 2 4; triangular 1 2 4; uniform "
              "1 4; normal mean 3 sd 1; lognormal mean 3 sd 1; P10 80 P50 100 P90 140; discrete "
              "1: 20% 2: 80%; class 0.9 1.1 1.4 (ratios of actual to estimate).", "",
              ("uncertainty", "range")),
        *SOURCE,
    ),
    "cash flows": (
        Field("option", "Id or name of the option; blank for all.", "build", ("option id",)),
        Field("line", "How formulas call it; unique.", "staff", ("id", "line id")),
        Field("name", "What people call it.", "Evening staff", ("title", "description", "item")),
        Field("kind", "capex, opex, cash_benefit (money saved), non_cash_benefit, "
              "societal_benefit, residual_value, transfer, tax. Amounts are positive; the kind "
              "says which way money goes.", "opex", ("type", "category"), LINE_KINDS),
        Field("formula", "Amount of the years from first to last that have no cell of their own: "
              "staff * [hourly wage]. No = sign is needed.", "4 * hours * [hourly wage]",
              ("amount each year", "yearly")),
        Field("first", "First year of the formula.", 2028, ("from", "first year", "start")),
        Field("last", "Last year of the formula.", 2047, ("to", "until", "last year", "end")),
        Field("recurrence", "one_off or recurring.", "recurring", (), ("one_off", "recurring")),
        Field("prices", "real or nominal, where it is not the case's.", "", (),
              ("real", "nominal")),
        Field("price base", "Year of its prices, where it is not the case's.", "",
              ("price year",)),
        Field("currency", "Where it is not the case's.", ""),
        Field("unit", "Where the formula should come out in another unit than money.", ""),
        Field("group", "Income group it falls on.", "", ("income group",)),
        Field("pool", "Benefit pool it draws on: what other cases may claim too.", "",
              ("benefit pool",)),
        Field("risk in", "What already covers its risk: optimism_bias, risk_register, "
              "contingency, discount_rate.", "", ("risk covered", "contingency")),
        Field("sunk", "yes where it is spent or committed already.", "no", (), YES),
        Field("uncertainty", "Of the ratio of actual to stated amount, like a distribution of "
              "the assumptions: P10 0.9 P50 1 P90 1.4.", "", ("distribution",)),
        *SOURCE,
        Field("2026", "One column a year: a number, a range, a formula; blank: no flow; ?: not "
              "known. Rename or add years.", ""),
        Field("2027", "One column a year.", ""),
    ),
    "risks": (
        Field("id", "A short id.", "ground", ("ref", "risk id")),
        Field("text", "What may happen.", "The ground is wet", ("risk", "description", "name")),
        OPTION,
        Field("probability", "0 to 1, or 20%.", 0.2, ("likelihood", "chance")),
        Field("impact", "Money lost if it happens: a number, a range or a formula.", 300,
              ("cost", "cost impact", "consequence")),
        Field("delay", "Months lost.", 3, ("delay months",)),
        Field("year", "Year in which it would fall.", 2027, ("when",)),
        Field("category", "Of your register.", "construction", ("type", "kind")),
        Field("mitigation", "What is done about it.", "Survey before tender", ("response",)),
        Field("in costs", "yes where its expected cost is in the cash flows.", "no",
              ("costed",), YES),
        Field("uncertainty", "Of the impact, like a distribution of the assumptions.", "",
              ("distribution",)),
        *SOURCE,
    ),
    "adjustments": (
        Field("id", "A short id.", "cost bias", ("ref", "name")),
        Field("kind", "optimism_bias, reference_class or contingency.", "optimism_bias",
              ("type",), ("optimism_bias", "reference_class", "contingency")),
        Field("target", "capex, opex, benefits or duration: cost and time apart.", "capex",
              ("applies to", "on"), TARGETS),
        OPTION,
        Field("reference", "Project type of the pack (standard_buildings, non_standard_buildings, "
              "standard_civil_engineering, non_standard_civil_engineering, equipment_development, "
              "outsourcing) or your own reference class.", "standard_buildings",
              ("reference class", "project type", "class")),
        Field("uplift", "Share before mitigation, as 24%; blank: the pack's.", "",
              ("share", "percentage")),
        Field("percentile", "Of the reference class: P50, P80.", "", ("quantile",)),
        Field("evidence", "Why this class and this share.", "12 libraries since 2015",
              ("reason", "why")),
        Field("by", "Who decided it.", "Portfolio office", ("who", "owner")),
        Field("date", "The day: 2026-04-01.", "2026-04-01", ("when",)),
    ),
    "mitigations": (
        Field("adjustment", "Id of the adjustment.", "cost bias", ("id",)),
        Field("factor", "What lowers the bias.", "Design is at stage 3", ("name",)),
        Field("share", "Share of the bias dealt with, as 30%.", 0.3, ("mitigated",)),
        Field("evidence", "The proof.", "Stage 3 report", ("proof", "why")),
    ),
    "unquantified": (
        Field("id", "A short id.", "calm", ("ref",)),
        Field("text", "The benefit (or harm) in a sentence.", "A calm place to learn",
              ("benefit", "description", "name")),
        OPTION,
        Field("who", "Who has it.", "Students", ("beneficiary",)),
        Field("size", "How large, in words.", "large", ("scale",)),
        Field("evidence", "What shows it.", "Users' survey", ("source",)),
        Field("why not", "Why it has no number.", "No accepted value", ("why not quantified",)),
        Field("harm", "yes where it is a harm.", "no", ("disbenefit",), YES),
    ),
    "income groups": (
        Field("name", "The group.", "Lowest fifth", ("group",)),
        Field("income", "Its yearly income.", 18000),
        Field("reference", "The income that it is compared with.", 32000, ("median",)),
    ),
    "dependencies": (
        Field("on", "Case or project, or an event outside.", "New network",
              ("project", "case", "depends on")),
        Field("kind", "requires, excludes, enables, outside.", "requires", ("type",),
              ("requires", "excludes", "enables", "outside")),
        Field("text", "Why.", "Needs its bandwidth", ("why", "description")),
        Field("by", "By when.", "2027-06", ("when", "date")),
    ),
    "capacity": (
        Field("role", "Who is needed.", "architect", ("resource", "skill")),
        Field("period", "2027 Q1.", "2027 Q1", ("quarter", "when")),
        Field("amount", "How many: a number or a range.", 2, ("fte", "people", "days")),
        OPTION,
        *SOURCE,
    ),
    "contracts": (
        Field("id", "A short id.", "works", ("ref", "name", "contract")),
        Field("supplier", "Who, or the market.", "To be tendered", ("market",)),
        Field("route", "How it is bought.", "Open tender", ("procurement", "procurement route")),
        Field("kind", "Of the contract.", "Fixed price", ("type",)),
        Field("start", "When it begins.", "2027-01"),
        Field("end", "When it ends.", "2028-06"),
        Field("value", "What it is worth.", 1300, ("amount",)),
        Field("risk shared", "Who carries which risk.", "Ground risk stays with us",
              ("risk allocation", "risk")),
        Field("exit", "How it can be ended.", "Break after design", ("break clause",)),
        *SOURCE,
    ),
    "funding": (
        Field("from", "Where the money comes from.", "Capital programme",
              ("funder", "money from", "fund")),
        Field("status", "agreed, applied, planned.", "agreed", (),
              ("agreed", "applied", "planned")),
        Field("kind", "capital or revenue.", "capital", ("type",), ("capital", "revenue")),
        *SOURCE,
        Field("2026", "One column a year.", 600),
        Field("2027", "One column a year.", 700),
    ),
    "measures": (
        Field("id", "A short id.", "visits", ("ref",)),
        Field("outcome", "What will be different.", "More visits after five",
              ("measure", "name", "text")),
        Field("benefits", "Ids of the lines and unquantified benefits it shows, parted by ;",
              "use; calm", ("benefit", "shows")),
        Field("unit", "Of the measure.", "visits a year"),
        Field("baseline", "Where it stands today.", "0"),
        Field("baseline date", "When that was so.", "2026-03"),
        Field("target", "Where it should stand.", "30,000 by 2030"),
        Field("data source", "Where the number comes from.", "Door counter", ("source", "data")),
        Field("owner", "Who answers for it after the project has closed.", "Head of libraries",
              ("benefit owner", "who")),
        Field("review", "When it is looked at.", "2030-06", ("review date", "when")),
    ),
    "five cases": (
        Field("case", "strategic, economic, commercial, financial, management.", "strategic", (),
              FIVE_CASES),
        Field("topic", "What it is about; docs/methods/pre_review.md lists the topics.",
              "strategic fit", ("about", "heading")),
        Field("text", "The passage.", "Serves the objective of open public rooms.",
              ("statement", "passage", "description")),
        *SOURCE,
    ),
    "benefit pools": (
        Field("name", "The pool.", "Branch rents", ("pool",)),
        Field("cap", "The most it can give in a year, in the case's money.", 400,
              ("most", "limit")),
        Field("text", "What it is.", "All rents of branch buildings", ("description",)),
        *SOURCE,
    ),
    "correlations": (
        Field("first", "An assumption, a line or a risk, by name or id.", "hourly wage",
              ("one", "name", "quantity")),
        Field("second", "Another one; each pair once.", "staff",
              ("other", "with", "second quantity")),
        Field("correlation", "By rank, -1 to 1: 0.5 is clearly together, 0.8 strongly.", 0.5,
              ("rank correlation", "rho", "value", "spearman")),
        *SOURCE,
    ),
    "shocks": (
        Field("shock", "What strikes several quantities at once. Cases that name the same shock "
              "share it.", "pay awards", ("name", "common shock", "driver")),
        Field("quantity", "What it moves: an assumption, a line or a risk, by name or id; one row "
              "each.", "hourly wage", ("moves", "on", "line", "assumption")),
        Field("loading", "How closely it follows the shock, -1 to 1; the squares of one "
              "quantity's loadings sum to at most 1.", 0.7, ("weight", "correlation", "beta")),
        Field("text", "What the shock is.", "Pay agreed for the whole region",
              ("description", "meaning")),
        *SOURCE,
    ),
    "rights": (
        Field("id", "A short id.", "after design", ("ref", "name", "right")),
        Field("kind", "delay (start later, or never), abandon (stop for what is left), expand "
              "(pay for more).", "abandon", ("type",), OPTION_KINDS),
        OPTION,
        Field("text", "What may be decided later, and what is known by then.",
              "Stop after the design if tenders are dear", ("description", "what")),
        Field("amount", "In money of the year it is used. delay: the investment that can wait "
              "(blank: the option's costs); abandon: what is got back beside the costs still to "
              "come; expand: what more costs.", 100, ("cost", "salvage", "price")),
        Field("share", "expand: by how much the benefits grow, as 50%.", "",
              ("expand by", "growth")),
        Field("first", "First year in which it can be used.", 2027, ("from", "first year")),
        Field("last", "Last year in which it can be used; blank: the first only.", 2029,
              ("to", "until", "last year")),
        Field("volatility", "Yearly, as 20%: how far the worth of the benefits moves in a year; "
              "blank: taken from the simulation.", "", ("sigma",)),
        *SOURCE,
    ),
}  # fmt: skip

WITH_YEARS = ("cash flows", "funding")
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "objectives": ("objective",), "success factors": ("name",), "options": ("id",),
    "assumptions": ("name",), "cash flows": ("line", "kind"), "risks": ("text",),
    "adjustments": ("kind", "target"), "mitigations": ("adjustment", "share"),
    "unquantified": ("text",), "income groups": ("name", "income", "reference"),
    "dependencies": ("on",), "capacity": ("role", "period", "amount"), "contracts": ("id",),
    "funding": ("from",), "measures": ("outcome",), "five cases": ("case", "text"),
    "benefit pools": ("name",), "correlations": ("first", "second", "correlation"),
    "shocks": ("shock", "quantity", "loading"), "rights": ("kind",),
}  # fmt: skip
NAMES: Mapping[str, tuple[str, ...]] = {
    "case": ("case", "business case", "summary", "overview", "about"),
    "objectives": ("objectives", "objective", "spending objectives", "investment objectives"),
    "success factors": ("success factors", "critical success factors", "csf", "csfs"),
    "options": ("options", "option", "longlist", "shortlist", "options appraisal"),
    "assumptions": ("assumptions", "assumption", "inputs", "quantities"),
    "cash flows": ("cash flows", "cash flow", "cashflows", "cashflow", "costs and benefits",
                   "lines"),
    "risks": ("risks", "risk", "risk register"),
    "adjustments": ("adjustments", "adjustment", "optimism bias"),
    "mitigations": ("mitigations", "mitigation"),
    "unquantified": ("unquantified", "unquantified benefits", "other benefits"),
    "income groups": ("income groups", "groups", "distribution"),
    "dependencies": ("dependencies", "dependency", "interdependencies"),
    "capacity": ("capacity", "capacities", "people", "resources"),
    "contracts": ("contracts", "contract", "procurement"),
    "funding": ("funding", "funds", "affordability"),
    "measures": ("measures", "measure", "benefits realization", "benefits register",
                 "evaluation"),
    "five cases": ("five cases", "statements", "five case", "narrative"),
    "benefit pools": ("benefit pools", "pools", "pool"),
    "correlations": ("correlations", "correlation", "rank correlations"),
    "shocks": ("shocks", "shock", "common shocks"),
    "rights": ("rights", "right", "real options", "flexibility"),
}  # fmt: skip
