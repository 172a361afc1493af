"""Whole business cases: their model, their value, their ranges, and how they fit each other."""
