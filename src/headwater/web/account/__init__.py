"""The account of the organization: what it needs, was promised, got, and how it feels about it."""
