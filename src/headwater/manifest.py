"""What stands behind a decision: digest, parameters, seed, versions; enough to run it again."""

import json
import platform
import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from headwater.vocabulary.portfolio import Optimum, RobustSet
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.workbook import Workbook

NOT_INPUT = ("notes", "ignored", "sized_by")  # how it was read and is used, not what it says
NOT_WEIGHED = ("sponsor", "sponsor_email")  # of a project: who gets the letter, not what it is
IF_GIVEN = ("mandatory_date", "mandatory_penalty", "mandatory_option", "mandatory_cost")
"""Of a project: newer than the first decision files, so they count only where they are filled."""
LIBRARIES = ("numpy", "scipy", "highspy", "numba")


def digest(workbook: Workbook) -> str:
    """SHA-256 (64 hex digits) of the canonical JSON of a workbook.

    The order of rows, columns and tables, and the file format, do not change it.
    """
    plain = to_json(workbook)
    plain["projects"] = [
        {
            name: value
            for name, value in each.items()
            if name not in NOT_WEIGHED and (value or name not in IF_GIVEN)
        }
        for each in plain["projects"]
    ]
    content = {key: _sorted(plain[key]) for key in plain if key not in NOT_INPUT}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def manifest(
    *,
    workbook: Workbook,
    parameters: Mapping[str, Any],
    optimum: Optimum,
    robust: RobustSet,
) -> dict[str, Any]:
    """Describe a run: what went in, how it was computed, with which versions and status."""
    return {
        "headwater": version("headwater"),
        "method": "exact optimum (HiGHS, gap 0) and "
        + ("all non-dominated portfolios" if robust.exact else "sampled optimal portfolios"),
        "parameters": dict(parameters),
        "seed": parameters["seed"],
        "input_digest": digest(workbook),
        "projects": len(workbook.projects),
        "solver": {
            "name": "HiGHS",
            "status": optimum.status,
            "value": optimum.value,
            "bound": optimum.bound,
            "gap": optimum.gap,
            "start": "cold",
        },
        "versions": {
            "python": platform.python_version(),
            **{library: version(library) for library in LIBRARIES},
        },
    }


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_sorted(each) for each in value), key=json.dumps)
    if isinstance(value, dict):
        return {key: _sorted(item) for key, item in sorted(value.items())}
    return value
