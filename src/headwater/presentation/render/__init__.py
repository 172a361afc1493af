"""Renderers: one format each, fed with reports (or with the whole decision, for a sheet)."""
