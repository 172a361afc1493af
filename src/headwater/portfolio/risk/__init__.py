"""Choice with an eye on bad futures: mean against tail, and targets that are good enough."""

from headwater.portfolio.risk.beside import beside
from headwater.portfolio.risk.futures import tail_mean
from headwater.portfolio.risk.mean_risk import efficient, mean_risk, measured
from headwater.portfolio.risk.satisficing import satisfice

__all__ = ["beside", "efficient", "mean_risk", "measured", "satisfice", "tail_mean"]
