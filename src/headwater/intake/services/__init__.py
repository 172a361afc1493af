"""Tables of a service office, and logs of other systems, made into events and records of work."""

from headwater.intake.services.log import read_log
from headwater.intake.services.office import read_office

__all__ = ["read_log", "read_office"]
