"""Numbers for every room: random streams, statistics, and the one door to the solver."""
