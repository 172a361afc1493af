"""Puts a case together with all that was worked out of it, as its documents need it."""

from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.ranges import case_range
from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.review import review
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CaseChances
from headwater.vocabulary.appraisal_drivers import Drivers
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.appraisal_options import OptionsCompared
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue


def case_file(
    case: BusinessCase,
    *,
    value: CaseValue | None = None,
    spread: CaseRange | None = None,
    found: Review | None = None,
    digest: str = "",
    number: int = 0,
    chances: CaseChances | None = None,
    drive: Drivers | None = None,
    compared: OptionsCompared | None = None,
    rights: tuple[RightValue, ...] = (),
) -> CaseFile:
    """Put a case together with its value, range and review; what is not given is worked out.

    What a simulation found is taken as given: it is never run here.

    Raises
    ------
    InputError
        If the case cannot be worked out.
    """
    value = value or value_case(case)
    model = compile_case(case)
    amounts = {
        model.lines[line].id: {y: None if a is None else float(a) for y, a in sorted(row.items())}
        for line, row in model.amounts().items()
    }
    return CaseFile(
        case=case,
        value=value,
        spread=spread or case_range(case, value=value),
        review=found or review(case),
        digest=digest,
        number=number,
        scales={model.quantities[key].name: float(each) for key, each in model.scales.items()},
        stated=amounts,
        chances=chances,
        drive=drive,
        compared=compared,
        rights=rights,
    )
