"""From a decision to the answers for the sponsors of the projects that are not recommended."""

from headwater.refusing.answers import problem_of, refusals, sponsors_of

__all__ = ["problem_of", "refusals", "sponsors_of"]
