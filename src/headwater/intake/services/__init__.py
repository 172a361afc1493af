"""Tables of a service office, and logs of other systems, made into events and records of work."""

from headwater.intake.services.log import check_states, guess, read_log, states_in
from headwater.intake.services.office import read_office
from headwater.intake.services.path import read_answers

__all__ = ["check_states", "guess", "read_answers", "read_log", "read_office", "states_in"]
