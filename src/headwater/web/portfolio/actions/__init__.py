"""What people can do with the choice: start a run, read what it found, overrule it at a price."""

from headwater.web.portfolio.actions.deciding import (
    MOST_SEED,
    address,
    assemble,
    decision_of,
    headline,
    is_stale,
    latest,
    proof,
    provenance,
    rationalize,
    work,
)
from headwater.web.portfolio.actions.overriding import (
    Price,
    Standing,
    confirm_override,
    ledger,
    noted,
    price_override,
    standing,
    undo_override,
    version_of,
)

__all__ = [
    "MOST_SEED",
    "Price",
    "Standing",
    "address",
    "assemble",
    "confirm_override",
    "decision_of",
    "headline",
    "is_stale",
    "latest",
    "ledger",
    "noted",
    "price_override",
    "proof",
    "provenance",
    "rationalize",
    "standing",
    "undo_override",
    "version_of",
    "work",
]
