"""The way in: a sheet is staged, understood, mended, compared and applied."""
