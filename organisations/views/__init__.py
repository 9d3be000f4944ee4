"""Pages about a person's own account, and about the organisations they belong to."""
