"""Fast simulation of many cases by lines: tables for inverses, streaming draws, conditioning."""
