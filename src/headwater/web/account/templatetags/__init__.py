"""Template tags of the room of the account."""
