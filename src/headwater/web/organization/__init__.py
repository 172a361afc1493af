"""The customer: the organization, its units and people, sign-in, tokens, and the audit trail."""
