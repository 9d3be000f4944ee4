"""Two to four providers on the same questions: marks, weights and conditions, kept beside a report."""
