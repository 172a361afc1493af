"""Drawings and words of the pages of business cases."""
