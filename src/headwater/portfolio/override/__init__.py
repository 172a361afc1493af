"""Orders that overrule the best choice: allowed, priced by solving again, and kept in a ledger."""

from headwater.portfolio.override.ledger import Ledger, record, totals, undo
from headwater.portfolio.override.mandates import Split, faults, mandate_faults, split
from headwater.portfolio.override.orders import ordered
from headwater.portfolio.override.pricing import price, price_all

__all__ = [
    "Ledger",
    "Split",
    "faults",
    "mandate_faults",
    "ordered",
    "price",
    "price_all",
    "record",
    "split",
    "totals",
    "undo",
]
