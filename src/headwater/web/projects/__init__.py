"""The list of projects and everything that limits it."""
