"""Inner loops of the portfolio room, compiled; imported only where they run."""
