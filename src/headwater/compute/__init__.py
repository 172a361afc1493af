"""Where work runs: in this process, in several, or in threads; the same answers either way.

A task is a function of a module, called as `task(shared, job)`. Jobs are fixed by the problem and
never by the number of workers, and results come back in the order of the jobs, so that 1, 2 or 4
workers give the same digits.
"""

from headwater.compute.places import Place, at_once, place_of
from headwater.compute.processes import Processes
from headwater.compute.same import Inline
from headwater.compute.threads import Threads

__all__ = ["Inline", "Place", "Processes", "Threads", "at_once", "place_of"]
