"""Kept computations: a queue, a worker in a process of its own, progress, cancel, recovery."""
