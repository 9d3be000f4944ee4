"""The respondent's pages."""
