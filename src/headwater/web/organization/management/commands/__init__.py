"""Commands of the organization, one a file."""
