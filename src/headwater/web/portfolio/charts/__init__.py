"""Charts as plain geometry: pure functions from a decision to marks that templates draw."""
