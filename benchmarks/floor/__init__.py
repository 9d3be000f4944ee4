"""The smallest honest Django site that does what ours does: what our pages are measured against.

Honest: it reads its questions and answers from the same kind of database, renders them with Django's own templates,
checks the CSRF token, and saves eight answers in one transaction with a version check. Small: no accounts, no
sessions, no translation, no message, one stylesheet.
"""
