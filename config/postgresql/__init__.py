"""Django's PostgreSQL, asked less: what a database engine must be a package for (`base.py`)."""
