"""Template filters of the room of projects."""
