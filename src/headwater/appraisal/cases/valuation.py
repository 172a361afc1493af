"""Values the options of a case by one practice: exact to the minor unit, whatever the order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from headwater.appraisal.cases.flows import OptionFlows, line_years, option_flows, present
from headwater.appraisal.cases.measures import measures
from headwater.appraisal.cases.model import CaseModel, compile_case
from headwater.appraisal.cases.prices import Prices
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.deflators import Deflator, deflator
from headwater.appraisal.formulas import EXACT
from headwater.appraisal.formulas.arithmetic import CONTEXT
from headwater.appraisal.methods import METHODS
from headwater.appraisal.parameters import Pack, packs, pick
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BENEFITS, BusinessCase
from headwater.vocabulary.appraisal_formula import parse
from headwater.vocabulary.appraisal_value import CaseValue, OptionValue

NOT_BY_RATIO = (
    "Options are ranked by net present value: a ratio of benefits to costs says nothing of size, "
    "and moves with what is called a cost; never choose by it alone."
)
NOTHING_TO_COMPARE = (
    "There is no business as usual: options are valued by themselves, and their ratios and rates "
    "of return compare with doing nothing at no cost."
)


def value_case(
    case: BusinessCase,
    *,
    practice: str | None = None,
    pack: str | None = None,
    given: Mapping[str, Any] | None = None,
    place: float = 0.5,
) -> CaseValue:
    """Value every option on the shortlist (all options where nothing is shortlisted).

    Parameters
    ----------
    practice, pack
        Names of an appraisal practice and a parameter pack; None for the case's own, else the
        Green Book manner and the latest pack.
    given
        Values to take instead of the case's, by the key of an assumption, in its own unit.
    place
        Where in ranges "3..5" the value is taken, from 0 (low) to 1 (high).

    Returns
    -------
    CaseValue
        Amounts in the case's money, rounded to the minor unit of its currency; exact, so that
        the order of rows, the split of a flow and the scale of money change nothing.

    Raises
    ------
    InputError
        If the case cannot be worked out; names the place and the mend.
    """
    method, parameters = practice_of(case, practice, pack)
    model = compile_case(case)
    terms = METHODS[method].terms(case, parameters, model.last_year - model.base_year)
    priced = prices_of(model, parameters, given=given, place=place)
    amounts = model.amounts(given=given, place=place)
    chosen = case.shortlist() or case.options
    if not chosen:
        raise InputError(f"case {case.id!r} has no options; add at least one, and its lines")
    rows = [
        option_flows(model, each, amounts=amounts, prices=priced, terms=terms, pack=parameters)
        for each in chosen
    ]
    base = next((each for each in rows if each.option.role == "business_as_usual"), None)
    options = tuple(_valued(model, each, base, terms) for each in rows)
    preferred = case.option("preferred")
    return CaseValue(
        case=case.id,
        name=case.name,
        money=case.money,
        prices=case.prices,
        price_base=case.price_base,
        base_year=model.base_year,
        last_year=model.last_year,
        practice=method,
        options=options,
        best=max(options, key=lambda each: (each.npv, each.option)).option,
        preferred=preferred.id if preferred else "",
        parameters=terms.parameters,
        steps=(*terms.steps, *sorted(priced.steps), *_scaled(model)),
        doubts=tuple(dict.fromkeys((*terms.doubts, *_doubts(case, options, base), NOT_BY_RATIO))),
    )


def practice_of(case: BusinessCase, practice: str | None, pack: str | None) -> tuple[str, Pack]:
    """Return the name of the practice and the parameters that a case is valued with."""
    method = practice or case.practice or "green_book"
    if method not in METHODS:
        raise InputError(f"no appraisal practice {method!r}; there are: {', '.join(METHODS)}")
    same = method == (case.practice or "green_book")  # another practice needs another pack
    return method, with_bias(pick(method, pack or (case.pack if same else None) or None))


def with_bias(pack: Pack) -> Pack:
    """Return a pack with optimism bias by project type: its own, else that of the latest with one.

    How far estimates of a kind of project have been too hopeful does not depend on who discounts.
    """
    if pack.bias:
        return pack
    donors = [each for each in packs().values() if each.bias]
    return (
        replace(pack, bias=donors[-1].bias, bias_source=donors[-1].bias_source) if donors else pack
    )


def prices_of(
    model: CaseModel,
    pack: Pack,
    *,
    given: Mapping[str, Any] | None = None,
    place: Any = 0.5,
) -> Prices:
    """Return what carries the amounts of a model into its money and prices."""
    known = model.known(given=given, place=place)
    return Prices(model, known, index_of(model, pack), EXACT)


def index_of(model: CaseModel, pack: Pack) -> Deflator | None:
    """Return the pack's price index where it is of the case's currency."""
    index = deflator(pack.deflator) if pack.deflator else None
    return index if index is not None and index.currency == model.case.money.currency else None


def _valued(
    model: CaseModel, row: OptionFlows, base: OptionFlows | None, terms: Terms
) -> OptionValue:
    settle = model.case.money.settle
    found = measures(model, row, base, terms)
    return OptionValue(
        option=row.option.id,
        name=row.option.name,
        role=row.option.role,
        npv=float(settle(found.npv)),
        against=None if found.against is None else float(settle(found.against)),
        pv_benefits=float(settle(found.benefits)),
        pv_costs=float(settle(found.costs)),
        bcr=found.bcr,
        bcr_rule=terms.bcr_rule,
        pv=_by_kind(model, row, terms),
        rates_of_return=found.rates,
        modified_rate=found.modified,
        payback=found.payback,
        discounted_payback=found.discounted_payback,
        annual=None if found.annual is None else float(settle(found.annual)),
        terminal=float(settle(found.terminal)),
        duration=row.duration,
        net={year: float(settle(amount)) for year, amount in sorted(found.net.items())},
        factors={
            year: float(terms.factor(year - model.base_year))
            for year in range(model.base_year, model.last_year + 1)
        },
        weighted_npv=_weighted(model, row, terms, found.npv),
        lines=tuple(line_years(model, each, terms) for each in row.flows),
        adjustments=row.applied,
        expected_risk=_expected_risk(model, row, terms),
        unquantified=tuple(
            each.text for each in model.case.unquantified if each.option in ("", row.option.id)
        ),
        doubts=(*row.doubts, *found.doubts),
    )


def _by_kind(model: CaseModel, row: OptionFlows, terms: Terms) -> dict[str, float]:
    found: dict[str, Decimal] = {}
    for flow in row.flows:
        if flow.sign:
            worth = present(model, flow.adjusted, terms.factors)
            kind = flow.line.kind
            found[kind] = CONTEXT.add(found.get(kind, Decimal(0)), worth)
    return {kind: float(model.case.money.settle(found[kind])) for kind in sorted(found)}


def _weighted(model: CaseModel, row: OptionFlows, terms: Terms, npv: Decimal) -> float | None:
    grouped = [flow for flow in row.flows if flow.sign and flow.weight != 1]
    if not grouped:
        return None
    for flow in grouped:
        more = CONTEXT.multiply(present(model, flow.signed(), terms.factors), flow.weight - 1)
        npv = CONTEXT.add(npv, more)
    return float(model.case.money.settle(npv))


def _expected_risk(model: CaseModel, row: OptionFlows, terms: Terms) -> float | None:
    """Return the present sum of probability x impact of the risks that are not in the costs."""
    total, seen = Decimal(0), False
    known = model.known()
    for risk in model.case.risks:
        if risk.option not in ("", row.option.id) or risk.in_costs or risk.probability is None:
            continue
        impact = plain_amount(risk.impact, known, f"risk {risk.id!r}")
        if impact is None:
            continue
        seen = True
        year = model.base_year if risk.year is None else risk.year
        if not model.base_year <= year <= model.last_year:
            continue
        chance = CONTEXT.multiply(Decimal(repr(risk.probability)), impact)
        total = CONTEXT.add(total, CONTEXT.multiply(chance, terms.factor(year - model.base_year)))
    return float(model.case.money.settle(total)) if seen else None


def plain_amount(text: str, known: Mapping[str, Any], where: str) -> Decimal | None:
    """Work out an amount that stands outside the lines; None where it is not known."""
    from headwater.appraisal.formulas import UnknownValueError, evaluate

    if not text.strip():
        return None

    def look(name: str, use: str) -> Any:
        if name not in known:
            raise InputError(f"{where} uses {name!r}, which is no assumption")
        if known[name] is None:
            raise UnknownValueError
        return known[name]

    try:
        found: Decimal = evaluate(parse(text), look, EXACT)
    except UnknownValueError:
        return None
    except InputError as error:
        raise InputError(f"{where}, {text[:80]!r}: {error}") from None
    return found


def _scaled(model: CaseModel) -> Sequence[str]:
    money = model.case.money.label
    return [
        f"Assumption {model.quantities[name].name!r} ({model.quantities[name].unit}) was counted "
        f"in {money}."
        for name, factor in sorted(model.scales.items())
        if factor != 1
    ]


def _doubts(
    case: BusinessCase, options: Sequence[OptionValue], base: OptionFlows | None
) -> list[str]:
    doubts = [] if base else [NOTHING_TO_COMPARE]
    unknown = [each.name for each in case.assumptions if not each.value.strip()]
    if unknown:
        doubts.append(
            f"Not known yet: {', '.join(sorted(unknown))}; what uses it counts as nothing."
        )
    if not any(each.pv.get(kind) for each in options for kind in BENEFITS):
        doubts.append("No benefits are stated in money: the values hold costs only.")
    if not any(each.adjustments for each in options) and case.lines:
        doubts.append("Costs and times are taken as stated: no optimism bias was added.")
    preferred = next((each for each in options if each.option == _preferred(case)), None)
    if preferred and any(each.npv > preferred.npv for each in options):
        top = max(options, key=lambda each: each.npv)
        doubts.append(
            f"The preferred option {preferred.name!r} is worth "
            f"{case.money.show(top.npv - preferred.npv)} less than {top.name!r}; say why it is "
            "preferred."
        )
    return doubts


def _preferred(case: BusinessCase) -> str:
    found = case.option("preferred")
    return found.id if found else ""
