"""Pages of business cases. Each view: find, check the form, act, show."""
