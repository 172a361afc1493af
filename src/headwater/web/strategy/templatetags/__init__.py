"""Template tags of the room of strategy."""
