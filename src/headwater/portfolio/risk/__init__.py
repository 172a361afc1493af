"""Choice with an eye on bad futures: mean against tail, and targets that are good enough."""

from headwater.portfolio.risk.futures import tail_mean
from headwater.portfolio.risk.mean_risk import efficient, mean_risk
from headwater.portfolio.risk.satisficing import satisfice

__all__ = ["efficient", "mean_risk", "satisfice", "tail_mean"]
