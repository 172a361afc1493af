"""Template tags of the room of judgement."""
