"""Commands of the organization."""
