"""Pages of services. Each view: find, check the form, act, show."""
